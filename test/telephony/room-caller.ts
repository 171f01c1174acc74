import type { TestContext } from 'node:test';
import { LossyPath } from '../media/lossy-path.ts';
import { Telephone } from '../media/telephone.ts';
import { startTestAgent } from '../sip/test-agent.ts';

/** Somebody who has called a room over the trunk: signaling by our own stack, sound packet by packet. */
export interface RoomCaller {
  readonly telephone: Telephone;
  /** Where the server takes its sound. */
  readonly serverPort: number;
  /** Its sound goes by it from now on, both ways. */
  readonly path: LossyPath;
  speaks(hertz: number): void;
}

export async function callRoom(
  t: TestContext,
  sipPort: number,
  number: string,
): Promise<RoomCaller> {
  const telephone = new Telephone();
  const path = new LossyPath();
  let end = async () => {};
  t.after(async () => {
    await end();
    telephone.hangUp();
    path.close();
  });
  const ours = await startTestAgent(t);
  const accepted = Promise.withResolvers<string>();
  const description = Buffer.from(offerOf(await telephone.ready()));
  const call = ours.agent.call(
    { uri: `sip:${number}@127.0.0.1:${sipPort}`, from: '<sip:200@127.0.0.1>', description },
    ours.handlers({
      onAccepted: (_session, answer) => accepted.resolve(Buffer.from(answer ?? []).toString()),
      onEnded: ({ status }) => accepted.reject(new Error(`refused by ${status}`)),
    }),
  );
  end = () => {
    call.end();
    return ours.quiet();
  };
  const serverPort = Number(/^m=audio ([0-9]+) /m.exec(await accepted.promise)?.[1]);
  const pathPort = await path.through(serverPort);
  return { telephone, serverPort, path, speaks: (hertz) => telephone.speak(pathPort, hertz) };
}

function offerOf(port: number): string {
  const session = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
  return `${[...session, `m=audio ${port} RTP/AVP 0`, 'a=sendrecv'].join('\r\n')}\r\n`;
}
