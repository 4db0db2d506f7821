/** All of standard input as text. */
export async function readStandardInput(): Promise<string> {
  // With an encoding set the stream gives strings, and cuts no character in two.
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}
