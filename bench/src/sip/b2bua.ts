import { type IncomingCall, UserAgent, udpSocket } from '@sky-genesis/sip';

/** A back-to-back user agent and nothing else: every call goes on to the SIP URI of the command line. Says its port. */
const [, , target = ''] = process.argv;
const agent = new UserAgent({
  // A benchmark wants more calls at once than a small PBX has.
  limits: { maxCalls: 20_000, maxServerTransactions: 200_000 },
  handlers: { onCall: (call) => connect(call) },
});

function connect(call: IncomingCall) {
  const { offer } = call;
  const onward = agent.call(
    { uri: target, from: '<sip:b2bua@127.0.0.1>', ...(offer ? { description: offer } : {}) },
    {
      onProgress: ({ status, description }) =>
        void call.progress(status, description ? { description } : {}),
      onAccepted: (_session, description) => void call.accept(description ? { description } : {}),
      onOffer: (peerOffer) => void peerOffer.refuse(),
      onOfferWanted: (wanted) => void wanted.refuse(),
      onEnded: ({ status }) => void call.end(status === undefined ? {} : { status }),
    },
  );
  return {
    onOffer: (peerOffer: { refuse(): boolean }) => void peerOffer.refuse(),
    onOfferWanted: (wanted: { refuse(): boolean }) => void wanted.refuse(),
    onEnded: () => void onward.end(),
  };
}

const { port } = await agent.transport.addDatagrams(udpSocket({ address: '127.0.0.1', port: 0 }));
process.stdout.write(`${port}\n`);
