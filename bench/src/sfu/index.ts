import { once } from 'node:events';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Result } from '../report.ts';
import { forkInNamespace } from './namespace.ts';

const STAGE = new URL('./stage.ts', import.meta.url);
const Figure = Type.Union([Type.Number(), Type.Null()]);
const messages = Compile(
  Type.Object({
    results: Type.Array(
      Type.Object({
        bench: Type.String(),
        case: Type.String(),
        unit: Type.String(),
        value: Type.Number(),
        spread: Type.Tuple([Type.Number(), Type.Number()]),
        peer: Type.String(),
        peer_value: Figure,
        ratio: Figure,
        bar: Type.String(),
        ok: Type.Boolean(),
      }),
    ),
  }),
);

/** The media engine beside Janus and a bare forwarder, in a network namespace of their own. */
export async function benchSfu(quick: boolean): Promise<readonly Result[]> {
  const { child, problem } = forkInNamespace(STAGE, [quick ? 'quick' : 'full']);
  if (problem !== undefined)
    process.stderr.write(
      `no network namespace, so no Janus, which gathers no loopback: ${problem}\n`,
    );
  const exited = once(child, 'exit');
  const sent = Promise.withResolvers<readonly Result[]>();
  child.on('message', (value) => {
    if (messages.Check(value)) sent.resolve(value.results);
  });
  void exited.then(([code]) => sent.reject(new Error(`the benchmark's stage ended with ${code}`)));
  return await sent.promise;
}
