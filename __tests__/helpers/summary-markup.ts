import assert from 'node:assert/strict'

/** The only elements that a job summary of ours is written with. */
const OWN_TAG = /^<\/?(?:details|summary|code|span)>$|^<br>$/

/**
 * What a job summary is made of, its texts left out: a line each for headings, items and rows with their cells, the tags
 * in them, and whether they are bold. Two summaries of the same facts have the same, whatever the facts are called.
 *
 * @throws where it holds an element that is none of ours, one that is left open, a row with too many or too few cells, a
 * second fence, or a line of the chart that Mermaid would take for something else
 */
export function skeletonOf(summary: string): readonly string[] {
  const [before = '', chart, behind] = summary.split('```mermaid\n').flatMap(part => part.split('\n```'))
  assert.equal(summary.match(/```/g)?.length ?? 0, chart === undefined ? 0 : 2, 'one fence, closed once')
  const prose = [before, behind ?? ''].flatMap(part => part.split('\n')).map(shapeOf)
  checkBalance(`${before}${behind ?? ''}`)
  checkRows(before)
  return [...prose, ...(chart ?? '').split('\n').map(chartLine)]
}

/** Of a line what Markdown looks at; blanks that only part words count as the words do. */
function shapeOf(line: string): string {
  const tags = line.match(/<[^\s<>][^<>]*>|<(?=[^\s])/g) ?? []
  for (const tag of tags) assert.match(tag, OWN_TAG, `an element that nobody wrote, in ${line.slice(0, 300)}`)
  const text = line.replace(/<span>(?:@|\$|:\/\/|www)<\/span>|<[^>]*>|&(?:#[0-9]+|nbsp);/gi, ' ')
  assert.doesNotMatch(text, /[<>&[\]`~\\$@]|:\/\/|\bwww\./, 'what is markup stands as an entity')
  const [start = ''] = /^(?:#+ | *- |\| |\|-)?/.exec(line) ?? []
  const bold = text.match(/\*+/g)?.join(' ') ?? ''
  const parts = tags.filter(tag => tag !== '<br>' && !tag.includes('span')).join('')
  const isBlank = line.trim() === ''
  return `${start}${parts}${bold}${'|'.repeat(cellsIn(line))}${isBlank ? 'blank' : ''}`
}

function cellsIn(line: string): number {
  return line.startsWith('|') ? (line.match(/(?<!\\)\|/g) ?? []).length - 1 : 0
}

/** GitHub's tables: every row behind the line of dashes has as many cells as that. */
function checkRows(markdown: string): void {
  for (const block of markdown.split('\n\n').filter(text => text.startsWith('|'))) {
    const [head = '', dashes = '', ...rows] = block.split('\n')
    assert.match(dashes, /^\|(?:-+:?\|)+$/)
    for (const row of [head, ...rows]) assert.equal(cellsIn(row), cellsIn(dashes), row)
  }
}

function checkBalance(html: string): void {
  const open: string[] = []
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)(details|summary|code|span)>/g)) {
    if (slash === '') open.push(name)
    else assert.equal(open.pop(), name, `</${name}> closes what is open`)
  }
  assert.deepEqual(open, [], 'nothing is left open')
}

const CHART = [/^gantt$/, / {2}(?:title|dateFormat|axisFormat) [\w .%:]+$/, /^ {2}section [\w .-]*$/, /^$/]
const BAR = /^ {2}(?:resolve|download) [\w .-]* :(?:crit|done), \d+(?:\.\d+)?, \d+(?:\.\d+)?$/

function chartLine(line: string): string {
  assert.ok(BAR.test(line) || CHART.some(known => known.test(line)), `a line of the chart: ${line}`)
  return BAR.test(line) ? 'bar' : (line.trim().split(' ')[0] ?? '')
}
