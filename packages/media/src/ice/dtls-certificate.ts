import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';

/** What a peer is shown in DTLS, in PEM, and how SDP announces it (RFC 8122). */
export interface DtlsCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** DER tags (X.690 section 8). */
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const VERSION_FIELD = 0xa0;
/** 1.2.840.10045.4.3.2 and 2.5.4.3. */
const ECDSA_WITH_SHA256 = Buffer.from('2a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('550403', 'hex');
const NAME = 'WebRTC';
const DAY_MS = 86_400_000;
/** Nobody relies on its dates: the fingerprint is what vouches for it. */
const LIFETIME_DAYS = 3650;

/** A certificate of nobody, signed by itself, for as long as a process lives (RFC 5280, RFC 8827 section 6.5). */
export function makeDtlsCertificate(): DtlsCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, ECDSA_WITH_SHA256));
  const name = der(
    SEQUENCE,
    der(
      SET,
      der(SEQUENCE, der(OBJECT_IDENTIFIER, COMMON_NAME), der(UTF8_STRING, Buffer.from(NAME))),
    ),
  );
  const body = der(
    SEQUENCE,
    der(VERSION_FIELD, der(INTEGER, Buffer.from([2]))),
    serialNumber(),
    algorithm,
    name,
    der(SEQUENCE, timeAt(-DAY_MS), timeAt(LIFETIME_DAYS * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const whole = new X509Certificate(
    der(SEQUENCE, body, algorithm, der(BIT_STRING, Buffer.from([0]), signature)),
  );
  return {
    certificate: whole.toString(),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint: `sha-256 ${whole.fingerprint256}`,
  };
}

/** Positive, and of the same length always. */
function serialNumber(): Buffer {
  const serial = randomBytes(16);
  serial.writeUInt8((serial.readUInt8(0) & 0x3f) | 0x40, 0);
  return der(INTEGER, serial);
}

function timeAt(fromNowMs: number): Buffer {
  const digits = new Date(Date.now() + fromNowMs).toISOString().replace(/\D/g, '');
  return der(UTC_TIME, Buffer.from(`${digits.slice(2, 14)}Z`));
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const octets = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...octets]), content]);
}
