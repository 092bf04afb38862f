/**
 * A string as CLIXML holds it: `_xHHHH_` is a UTF-16 code unit (serialization.cs, EncodeString). All that is not ASCII is
 * written so, since Windows PowerShell reads a file without byte order mark in the code page of the machine; and a space
 * at an end, which readers of XML may trim.
 */
export function encodeClixmlText(text: string): string {
  return text
    .replace(
      /[^\x20-\x7e]|_(?=x)|^ | $/gi,
      unit => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** What a string of CLIXML says, its entities already read (`XmlConvert.DecodeName`). */
export function decodeClixmlText(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))
}
