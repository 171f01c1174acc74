import type { TestContext } from 'node:test';
import type { OutgoingCallHandlers, OutgoingCallOptions } from '../../packages/sip/src/index.ts';
import { type SippOptions, sippTakesCalls } from './sipp.ts';
import {
  description,
  startTestAgent,
  type TestAgent,
  type TestAgentOptions,
} from './test-agent.ts';

/** Our agent, and a call of it to a sipp that does as the scenario says. */
export async function callToSipp(
  t: TestContext,
  sipp: SippOptions,
  more: {
    readonly options?: Partial<OutgoingCallOptions>;
    readonly handlers?: Partial<OutgoingCallHandlers>;
    readonly agent?: TestAgentOptions;
  } = {},
) {
  const ours = await startTestAgent(t, more.agent);
  const callee = await sippTakesCalls(t, sipp);
  const transport = sipp.transport === 'tcp' ? ';transport=tcp' : '';
  const options = {
    uri: `sip:sipp@127.0.0.1:${callee.port}${transport}`,
    from: '<sip:us@127.0.0.1>',
    description: description('our-offer'),
    ...more.options,
  };
  const call = ours.agent.call(options, ours.handlers(more.handlers));
  return { ...ours, call, callee };
}

/** Until the call is established, or sipp says what went wrong. */
export async function established({ log, until }: TestAgent, done: Promise<void>): Promise<void> {
  await Promise.race([until(() => log.includes('established')), done]);
}
