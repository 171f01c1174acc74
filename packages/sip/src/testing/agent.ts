import type { TestContext } from 'node:test';
import type { UserAgentHandlers, UserAgentSettings } from '../user-agent/agent-settings.ts';
import { UserAgent } from '../user-agent/user-agent.ts';

const timings = { t1Ms: 50, t2Ms: 400, t4Ms: 500 };

/** A user agent for real sockets, until the test ends. Calls are refused unless `handlers` take them. */
export function agent(
  t: TestContext,
  handlers: Partial<UserAgentHandlers>,
  settings: Partial<UserAgentSettings> = {},
): UserAgent {
  const made = new UserAgent({
    timings,
    ...settings,
    handlers: { onCall: (call) => void call.refuse(480), ...handlers },
  });
  t.after(() => made.close());
  return made;
}
