/** Reads bytes as text of one character a byte, so that no byte is lost; `encodeBytes` is its inverse. */
export function decodeBytes(content: Uint8Array): string {
  return Buffer.from(content).toString("latin1");
}

/** Writes text of one character a byte. */
export function encodeBytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
