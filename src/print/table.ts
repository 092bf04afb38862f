/** What is wider is some text that went wrong, and would widen every other row: a line of the input, a version with a million blanks. */
const MAX_WIDTH = 80

/** Columns padded to their widest cell, up to 80 characters; the last one is not. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, Math.min(cell.length, MAX_WIDTH))
  }
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
