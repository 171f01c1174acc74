import { Type } from 'typebox';
import type { Clock } from '../../../kernel/index.ts';
import type { HealthCheck } from '../options.ts';
import { defineRoute, type Route } from '../route.ts';

const CHECK_TIMEOUT_MS = 2000;

const Health = Type.Object(
  {
    status: Type.Enum(['ok', 'unavailable']),
    version: Type.String(),
    /** By name: `ok`, `failing` or, while the server is going down, `draining`. */
    checks: Type.Record(Type.String(), Type.String()),
  },
  { $id: 'Health', additionalProperties: false },
);

/** For load balancers and orchestrators: is the process alive, and should it get traffic. */
export function healthRoutes(parts: {
  readonly version: string;
  readonly checks: readonly HealthCheck[];
  readonly isDraining: () => boolean;
  readonly clock: Clock;
}): readonly Route[] {
  const { version, checks, isDraining, clock } = parts;
  const live = defineRoute({
    method: 'GET',
    path: '/health/live',
    operationId: 'getLiveness',
    tag: 'Health',
    summary: 'Whether the process runs',
    auth: 'none',
    unlimited: true,
    responses: { 200: Health },
    handler: async () => ({ status: 200, body: { status: 'ok', version, checks: {} } }),
  });
  const ready = defineRoute({
    method: 'GET',
    path: '/health/ready',
    operationId: 'getReadiness',
    tag: 'Health',
    summary: 'Whether the server takes traffic',
    description: 'Answers 503 while a part it needs is away and while it is going down.',
    auth: 'none',
    unlimited: true,
    responses: { 200: Health, 503: Health },
    handler: async () => {
      const results = await Promise.all(
        checks.map(async ({ name, check }) => [name, await outcome(check, clock)] as const),
      );
      const states = Object.fromEntries(results);
      if (isDraining()) states.server = 'draining';
      const ok = Object.values(states).every((state) => state === 'ok');
      const body = { status: ok ? 'ok' : 'unavailable', version, checks: states };
      return { status: ok ? 200 : 503, body };
    },
  });
  return [live, ready];
}

function outcome(check: () => Promise<void>, clock: Clock): Promise<string> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(CHECK_TIMEOUT_MS, () => resolve('failing'));
    check()
      .then(
        () => resolve('ok'),
        () => resolve('failing'),
      )
      .finally(cancel);
  });
}
