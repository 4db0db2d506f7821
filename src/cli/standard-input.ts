/** All of standard input as text. */
export async function readStandardInput(): Promise<string> {
  // With an encoding set the stream gives strings, and cuts no character in two.
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

/**
 * All of standard input as text, from a program that has it at hand. Of one that keeps it open and says nothing for so long
 * the complete lines are the text, and nobody listens any more.
 */
export async function readPromptInput(
  patienceMs: number,
): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  const { stdin } = process;
  stdin.setEncoding("utf8");
  let text = "";
  let timer: NodeJS.Timeout | undefined;
  const isWhole = await new Promise<boolean>((resolve, reject) => {
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => resolve(false), patienceMs);
    };
    wait();
    stdin.on("data", (chunk) => {
      text += String(chunk);
      wait();
    });
    stdin.on("end", () => resolve(true));
    stdin.on("error", reject);
  }).finally(() => clearTimeout(timer));
  if (isWhole) return { text, isWhole };
  stdin.destroy();
  return { text: text.slice(0, text.lastIndexOf("\n") + 1), isWhole };
}
