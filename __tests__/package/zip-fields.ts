/** A field by its name and its length in bytes (APPNOTE 4.3.7, 4.3.12 and 4.3.16). */
type Field = readonly [name: string, length: number]

const SIGNATURE: Field = ['signature', 4]
const SHARED: readonly Field[] = [
  ['version needed', 2],
  ['flags', 2],
  ['method', 2],
  ['time', 2],
  ['date', 2],
  ['checksum', 4],
  ['packed size', 4],
  ['size', 4],
  ['length of the name', 2],
  ['length of the extra field', 2],
]

/**
 * For each byte of a zip the field that it belongs to: "directory: time". For zips that pass our rules and have no part of
 * zip64.
 */
export function fieldsOfZip(zip: Buffer): readonly string[] {
  // The rules let nothing else stand behind the data of an entry.
  const names = new Array<string>(zip.length).fill('descriptor')
  function name(part: string, start: number, fields: readonly Field[]): number {
    let at = start
    for (const [field, length] of fields) {
      names.fill(`${part}: ${field}`, at, at + length)
      at += length
    }
    return at
  }

  const end = zip.lastIndexOf('PK\x05\x06')
  let listed = zip.readUInt32LE(end + 16)
  while (listed < end) {
    const local = zip.readUInt32LE(listed + 42)
    const data = name('local header', local, localFields(zip, local))
    name('data', data, dataFields(zip.readUInt16LE(listed + 10), zip.readUInt32LE(listed + 20)))
    listed = name('directory', listed, listedFields(zip, listed))
  }
  name('end', end, endFields(zip, end))
  return names
}

function localFields(zip: Buffer, at: number): readonly Field[] {
  return [SIGNATURE, ...SHARED, ['name', zip.readUInt16LE(at + 26)], ['extra field', zip.readUInt16LE(at + 28)]]
}

/** Deflated data ends within a byte. */
function dataFields(method: number, length: number): readonly Field[] {
  if (method === 0) return [['stored', length]]
  return [
    ['deflated', length - 1],
    ['last byte of deflated', 1],
  ]
}

function listedFields(zip: Buffer, at: number): readonly Field[] {
  return [
    SIGNATURE,
    ['version made by', 2],
    ...SHARED,
    ['length of the comment', 2],
    ['disk', 2],
    ['internal attributes', 2],
    ['external attributes', 4],
    ['offset', 4],
    ['name', zip.readUInt16LE(at + 28)],
    ['extra field', zip.readUInt16LE(at + 30)],
    ['comment', zip.readUInt16LE(at + 32)],
  ]
}

function endFields(zip: Buffer, at: number): readonly Field[] {
  return [
    SIGNATURE,
    ['disk', 2],
    ['disk of the directory', 2],
    ['entries on the disk', 2],
    ['entries', 2],
    ['size of the directory', 4],
    ['start of the directory', 4],
    ['length of the comment', 2],
    ['comment', zip.readUInt16LE(at + 20)],
  ]
}
