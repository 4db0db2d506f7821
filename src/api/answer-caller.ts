import { OperationalError } from "../model/operational-error.ts";

/**
 * Gives a caller the answer, or the reason why there is none, as if it came from the caller's own line: what lies between
 * is compiled into lines of thousands of characters, one of which Node would show before the message.
 */
export async function answerCaller<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OperationalError) Error.captureStackTrace(error, answerCaller);
    throw error;
  }
}
