import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface AgiStep {
  /** An executable file. */
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What `GET VARIABLE` finds. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What Asterisk says of the channel: `agi_callerid` and others. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Does for an AGI script what Asterisk does: starts it, says the environment, and answers each command.
 * @returns the variables that it has set
 * @throws Error when it ends otherwise than it should, or gives a command that is none
 */
export async function runAgiScript(step: AgiStep): Promise<Readonly<Record<string, string>>> {
  const { PATH = '' } = process.env;
  const child = spawn(step.script, step.args, { env: { PATH, ...step.env }, stdio: 'pipe' });
  const ended = once(child, 'close');
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString('utf8');
  });
  const facts = Object.entries({ agi_network: 'no', ...step.environment });
  child.stdin.write(`${facts.map(([name, value]) => `${name}: ${value}\n`).join('')}\n`);
  const set: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdin.write(`${answerTo(line, step.variables ?? {}, set)}\n`);
  }
  const [code] = await ended;
  if (code !== 0 || said !== '') throw new Error(`${step.script} ended with ${code}: ${said}`);
  return set;
}

function answerTo(
  line: string,
  variables: Readonly<Record<string, string>>,
  set: Record<string, string>,
): string {
  const asked = /^GET VARIABLE (\w+)$/.exec(line)?.[1];
  if (asked !== undefined) {
    const value = variables[asked];
    return value === undefined ? '200 result=0' : `200 result=1 (${value})`;
  }
  const [, name, value] = /^SET VARIABLE (\w+) "?(.*?)"?$/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`no command of AGI: ${line}`);
  set[name] = value;
  return '200 result=1';
}
