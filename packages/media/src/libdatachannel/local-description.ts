import type { DtlsSetup, LocalTransportParameters } from '../transport/media-transport.ts';

const SETUPS: readonly DtlsSetup[] = ['active', 'passive', 'actpass'];

/** Reads what the browser has to know out of libdatachannel's own answer. */
export function readLocalDescription(sdp: string): LocalTransportParameters {
  const lines = sdp.split(/\r?\n/);
  const setup = SETUPS.find((known) => known === attribute(lines, 'setup'));
  if (setup === undefined) throw new Error('libdatachannel answered without a=setup');
  return {
    iceUfrag: attribute(lines, 'ice-ufrag'),
    icePwd: attribute(lines, 'ice-pwd'),
    fingerprint: attribute(lines, 'fingerprint'),
    setup,
    candidates: lines
      .filter((line) => line.startsWith('a=candidate:'))
      .map((line) => line.slice('a='.length)),
  };
}

function attribute(lines: readonly string[], name: string): string {
  const prefix = `a=${name}:`;
  const line = lines.find((candidate) => candidate.startsWith(prefix));
  if (line === undefined) throw new Error(`libdatachannel answered without ${prefix}`);
  return line.slice(prefix.length);
}
