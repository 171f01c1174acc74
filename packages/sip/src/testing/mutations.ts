import fc from 'fast-check';
import { headerKey } from '../message/header-names.ts';

/** Bytes that break things more often than others. */
const nasty = [
  '\r\n',
  '\r\n\r\n',
  '\r',
  '\n',
  '\0',
  ' ',
  '\t',
  ',',
  ';',
  '=',
  '"',
  '\\',
  '<',
  '>',
  '%',
  '%00',
  '@',
  ':',
  '[',
  ']',
  '?',
  'SIP/2.0',
  'z9hG4bK',
  '4294967296',
  '-1',
  '99999999999999999999',
  ';tag=',
  ';lr',
  'é',
  '\xff\xfe',
  'a'.repeat(2_000),
  'Content-Length: 4294967295\r\n',
  'Via: SIP/2.0/UDP x;branch=z9hG4bKx\r\n',
  'Require: 100rel\r\n',
  'Contact: *\r\n',
  'CSeq: 4294967295 INVITE\r\n',
  'Session-Expires: 1\r\n',
  'Replaces: a;to-tag=b;from-tag=c\r\n',
] as const;

type Mutation =
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'delete' | 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'flip'; readonly at: number; readonly byte: number };

const where = fc.double({ min: 0, max: 1, noNaN: true });
const length = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 400 }));
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), at: where, text: fc.constantFrom(...nasty) }),
  fc.record({ kind: fc.constantFrom('delete' as const, 'repeat' as const), at: where, length }),
  fc.record({
    kind: fc.constant('flip' as const),
    at: where,
    byte: fc.integer({ min: 0, max: 255 }),
  }),
);

/** One of these messages, damaged in a few places. */
export function damaged(messages: readonly string[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...messages), fc.array(mutation, { minLength: 1, maxLength: 5 }))
    .map(([text, mutations]) => mutations.reduce(damage, Buffer.from(text, 'latin1')));
}

function damage(bytes: Buffer, mutation: Mutation): Buffer {
  const at = Math.floor(mutation.at * bytes.byteLength);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (mutation.kind) {
    case 'insert':
      return Buffer.concat([before, Buffer.from(mutation.text, 'latin1'), after]);
    case 'delete':
      return Buffer.concat([before, after.subarray(mutation.length)]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, mutation.length), after]);
    case 'flip': {
      const copy = Buffer.from(bytes);
      if (at < copy.byteLength) copy[at] = mutation.byte;
      return copy;
    }
    default:
      return mutation satisfies never;
  }
}

const word = fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~-]{1,12}$/);
/** What a URI may carry unescaped. */
const uriWord = fc.stringMatching(/^[A-Za-z0-9.!*_+'~-]{1,12}$/);
const uriParameters = fc
  .uniqueArray(fc.tuple(uriWord, fc.option(uriWord)), {
    maxLength: 3,
    selector: ([name]) => name.toLowerCase(),
  })
  .map((all) =>
    all.map(([name, value]) => (value === null ? `;${name}` : `;${name}=${value}`)).join(''),
  );
const blank = fc.constantFrom('', ' ', '\t', '\r\n ', '  ');
const parameter = fc
  .tuple(
    word,
    fc.option(
      fc.oneof(
        word,
        fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
      ),
    ),
  )
  .map(([name, value]) => (value === null ? `;${name}` : `;${name}=${value}`));
const parameters = fc.array(parameter, { maxLength: 4 }).map((all) => all.join(''));
const uri = fc
  .tuple(
    fc.constantFrom('sip', 'sips', 'SIP', 'tel', 'urn'),
    fc.option(uriWord),
    fc.constantFrom('192.0.2.1', '[2001:db8::1]', 'example.com', 'a_b'),
    uriParameters,
  )
  .map(([scheme, user, host, more]) =>
    scheme === 'tel'
      ? `tel:+33${host.length}`
      : `${scheme}:${user === null ? '' : `${user}@`}${host}${more}`,
  );
const address = fc
  .tuple(fc.constantFrom('', '"A \\" B" ', 'Bob ', '""'), uri, parameters)
  .map(([name, target, more]) => `${name}<${target}>${more}`);
const field = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      'Contact',
      'm',
      'Route',
      'Record-Route',
      'Path',
      'P-Asserted-Identity',
      'Diversion',
      'Refer-To',
      'Reply-To',
    ),
    fc.array(address, { minLength: 1, maxLength: 3 }).map((all) => all.join(',')),
  ),
  fc.tuple(
    fc.constantFrom(
      'Supported',
      'Require',
      'k',
      'Allow',
      'Event',
      'o',
      'Reason',
      'Session-Expires',
      'Min-SE',
      'RAck',
      'RSeq',
      'Expires',
      'Replaces',
      'Authorization',
      'Accept',
      'X-Unknown',
    ),
    fc.tuple(word, parameters).map((all) => all.join('')),
  ),
);

/** A message by the grammar, with what it allows and few people write. */
export const composed: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('INVITE', 'REGISTER', 'OPTIONS', 'BYE', 'UPDATE', 'INFO', 'x'),
    uri,
    fc.uniqueArray(field, { maxLength: 8, selector: ([name]) => headerKey(name) }),
    blank,
    fc.nat(2 ** 31),
    address,
    fc.constantFrom('', 'v=0\r\n'),
  )
  .map(([method, target, fields, space, number, from, body]) =>
    [
      `${method} ${target} SIP/2.0`,
      `Via:${space}SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK${number};rport`,
      `f:${space} ${from};tag=${number}`,
      `To${space.trim() === '' && !space.includes('\n') ? space : ''}: <${target}>`,
      `i: ${number}@host`,
      `CSeq:${space} ${number % 2_147_483_648} ${method}`,
      ...fields.map(([name, value]) => `${name}: ${value}`),
      `l: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
