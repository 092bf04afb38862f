import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAuthorities, readAuthorities } from '../../src/http/authorities.ts'
import { authority } from '../helpers/certificate.ts'
import { folderWith } from '../helpers/folder-with.ts'
import { errorOf, unwrap } from '../helpers/result.ts'

const [ONE, OTHER] = [authority().certificate, authority().certificate]
const DER = new X509Certificate(ONE).raw
/** How PKCS#12 goes on behind its length: version 3, and a content of bytes. */
const PFX = Buffer.from('020103308204ef06092a864886f70d010701', 'hex')
const KEY = authority().key.export({ type: 'pkcs8', format: 'pem' }).toString()
const LEGACY_KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n'

function parse(text: string | Uint8Array) {
  return parseAuthorities(Buffer.from(text as string), 'ca.pem')
}

function subjects(pems: readonly string[]): readonly string[] {
  return pems.map(pem => new X509Certificate(pem).subject)
}

/** How files of certificates come. */
const FORMS: readonly (readonly [what: string, text: string | Uint8Array])[] = [
  ['one after the other', ONE + OTHER],
  ['with words between them', `# Ours\n${ONE}\nOther: B\n==========\n${OTHER}\n`],
  ['with the line ends of Windows', `${ONE}${OTHER}`.replaceAll('\n', '\r\n')],
  ['with a byte order mark', `\ufeff${ONE}${OTHER}`],
  ['in UTF-16, as Windows PowerShell writes it', Buffer.from(`\ufeff${ONE}${OTHER}`, 'utf16le')],
  ['beside what is no certificate', `${ONE}-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n${OTHER}`],
  ['by the old name', `${ONE}${OTHER.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')}`],
]

for (const [what, text] of FORMS) {
  test(`All certificates of a file are read: ${what}.`, () => {
    const read = unwrap(parse(text)).map(pem => pem.replaceAll('X509 CERTIFICATE', 'CERTIFICATE'))
    assert.deepEqual(subjects(read), subjects([ONE, OTHER]))
  })
}

const WRONG: readonly (readonly [
  what: string,
  text: string | Uint8Array,
  sentence: string,
  hint: RegExp,
  line?: number,
])[] = [
  ['empty', '', 'is empty', /-----BEGIN CERTIFICATE-----/],
  ['blank', ' \r\n\n', 'is empty', /-----BEGIN CERTIFICATE-----/],
  ['of words', 'the certificates are elsewhere', 'holds no certificate', /-----BEGIN CERTIFICATE-----/],
  ['HTML', '<html>Sign in</html>', 'holds no certificate', /-----BEGIN CERTIFICATE-----/],
  ['binary', Buffer.of(7, 0, 1, 0, 0, 0), 'is not PEM text', /-----BEGIN CERTIFICATE-----/],
  [
    'a binary form of something else',
    Buffer.concat([DER.subarray(0, 4), PFX]),
    'is not PEM text',
    /-----BEGIN CERTIFICATE-----/,
  ],
  [
    'in DER',
    DER,
    'is not PEM text but a certificate in its binary form (DER)',
    /^Turn it into PEM: openssl x509 -inform der/,
  ],
  ['of a key alone', KEY, 'holds a private key, which an authority gives to nobody', /^Take it out/, 1],
  [
    'of a key in the old form',
    LEGACY_KEY,
    'holds a private key, which an authority gives to nobody',
    /^Take it out/,
    1,
  ],
  [
    'with a key behind',
    `${ONE}${KEY}`,
    'holds a private key, which an authority gives to nobody',
    /^Take it out/,
    ONE.split('\n').length,
  ],
  ['cut off', ONE.slice(0, 200), 'holds a certificate that is damaged or cut off', /^Export it anew/, 1],
  [
    'with a second one cut off',
    ONE + OTHER.slice(0, -40),
    'holds a certificate that is damaged or cut off',
    /^Export/,
    ONE.split('\n').length,
  ],
  ['damaged', ONE.replace('MII', 'M!!'), 'holds a certificate that is damaged or cut off', /^Export it anew/, 1],
  [
    'without any content',
    '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----',
    'holds a certificate that is damaged or cut off',
    /^Export/,
    1,
  ],
]

for (const [what, text, sentence, hint, line] of WRONG) {
  test(`A file that is ${what} is refused.`, () => {
    const problem = errorOf(parse(text))
    assert.equal(problem.code, 'CA_FILE')
    assert.equal(problem.sentence, `The "ca-file" ca.pem ${sentence}.`)
    assert.match(problem.hint ?? '', hint)
    assert.deepEqual(problem.place, line === undefined ? undefined : { file: 'ca.pem', line, column: 1 })
    // No line of a key is shown.
    if (/key/.test(what)) assert.equal(problem.frame, undefined)
  })
}

test('What a file says is a list of certificates or one sentence, never an exception.', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ONE,
      ONE.slice(0, 90),
      '-----BEGIN CERTIFICATE-----',
      '-----END CERTIFICATE-----\n',
      '-----BEGIN',
      KEY,
    ),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
      const read = parse(pieces.join(''))
      if (read.ok) for (const pem of read.value) assert.ok(new X509Certificate(pem).raw.length > 0)
      else assert.equal(read.error.code, 'CA_FILE')
    }),
  )
})

test('Certificates of several files are taken together; the first file that cannot be read is named.', async () => {
  await using folder = await folderWith({ 'a.pem': ONE, 'b.pem': OTHER, 'c/d': '' })
  const at = (name: string): string => path.join(folder.path, name)
  assert.deepEqual(subjects(unwrap(await readAuthorities([at('a.pem'), at('b.pem')]))), subjects([ONE, OTHER]))
  const missing = errorOf(await readAuthorities([at('a.pem'), at('none.pem'), at('c')]))
  assert.equal(missing.sentence, `The "ca-file" ${at('none.pem')} cannot be read: there is no such file.`)
  const folderInstead = errorOf(await readAuthorities([at('c')]))
  assert.equal(folderInstead.sentence, `The "ca-file" ${at('c')} cannot be read: it is a folder.`)
})
