import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Refusal } from './refusal.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads a command's own arguments.
 * @throws Refusal (exit code 2) that names what is wrong and shows how the command is used.
 */
export function parseCommand<const O extends Options>(
  args: readonly string[],
  options: O,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw misuse(reason, usage);
  }
}

export function misuse(reason: string, usage: string): Refusal {
  return new Refusal(`${reason}\nUsage: ${usage}`, 2);
}

/** The one word a command is about: `--user alice` or just `alice`. @throws Refusal for none or two. */
export function subject(
  option: string | undefined,
  positionals: readonly string[],
  what: string,
  usage: string,
): string {
  const words = option === undefined ? positionals : [option, ...positionals];
  const [word] = words;
  if (word === undefined) throw misuse(`Say which ${what}.`, usage);
  if (words.length > 1) throw misuse(`Say one ${what}, not "${words.join(' ')}".`, usage);
  return word;
}
