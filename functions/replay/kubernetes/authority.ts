import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A key and the certificate that shows whose it is, in PEM. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

export interface Authority {
  /** By which the certificates that it signed are checked, in PEM. */
  readonly authority: string;
  readonly server: Certificate;
}

/** A certificate authority of its own, as each cluster has one, and a certificate of 127.0.0.1 and the names that it signed. */
export function makeAuthority(names: readonly string[] = []): Authority {
  const name = 'kubernetes';
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = signed(name, name, own.publicKey, own.privateKey, [isAuthority]);
  const leaf = signed('kube-apiserver', name, server.publicKey, own.privateKey, [ofThisMachine(names)]);
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { authority, server: { key, certificate: leaf } };
}

/** X.509 in DER: a tag, a length and what they enclose. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const nameOf = (name: string): Buffer => sequence(der(0x31, sequence(oid('550403'), text(0x0c, name))));
const isTrue = der(0x01, Buffer.from([0xff]));
const isAuthority = sequence(oid('551d13'), isTrue, der(0x04, sequence(isTrue)));
const ofThisMachine = (names: readonly string[]): Buffer =>
  sequence(
    oid('551d11'),
    der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1])), ...names.map((name) => text(0x82, name)))),
  );
const validity = sequence(text(0x18, '20200101000000Z'), text(0x18, '21200101000000Z'));

function signed(
  subject: string,
  issuer: string,
  publicKey: KeyObject,
  issuerKey: KeyObject,
  extensions: readonly Buffer[],
): string {
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const facts = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    nameOf(issuer),
    validity,
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const certificate = sequence(facts, ecdsaWithSha256, der(0x03, Buffer.from([0]), sign('sha256', facts, issuerKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
