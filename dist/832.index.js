export const id = 832;
export const ids = [832];
export const modules = {

/***/ 2832:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   allowClosedPipe: () => (/* binding */ allowClosedPipe),
/* harmony export */   printBug: () => (/* binding */ printBug),
/* harmony export */   printJson: () => (/* binding */ printJson),
/* harmony export */   printLines: () => (/* binding */ printLines),
/* harmony export */   printProblem: () => (/* binding */ printProblem)
/* harmony export */ });
/* harmony import */ var _print_neutral_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1460);
/* harmony import */ var _print_problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2820);
/* harmony import */ var _product_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7964);



/**
 * The one writer of the terminal. Every line is made harmless: a terminal obeys control characters, and in a workflow's
 * `run` the runner reads the lines for commands.
 */
function printLines(lines) {
    write(process.stdout, lines);
}
function printJson(value) {
    process.stdout.write(`${(0,_print_neutral_js__WEBPACK_IMPORTED_MODULE_0__/* .jsonText */ .s$)(JSON.stringify(value, undefined, 2))}\n`);
}
function printProblem(problem) {
    write(process.stderr, (0,_print_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .problemLines */ .p)(problem));
}
/** Says that we are at fault: whatever is thrown is a bug of ours. */
function printBug(error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    write(process.stderr, [`This is a bug in ${_product_js__WEBPACK_IMPORTED_MODULE_2__/* .PRODUCT */ .Ax}:`, ...what.split('\n')]);
}
/** Who reads our output may have seen enough of it (`| head`), which is no error of ours. */
function allowClosedPipe() {
    for (const stream of [process.stdout, process.stderr]) {
        stream.on('error', (error) => {
            if (error.code !== 'EPIPE')
                throw error;
        });
    }
}
function write(stream, lines) {
    stream.write(lines.map(line => `${(0,_print_neutral_js__WEBPACK_IMPORTED_MODULE_0__/* .logLine */ .BP)(line)}\n`).join(''));
}


/***/ }),

/***/ 1460:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ logLine),
/* harmony export */   p7: () => (/* binding */ markdownText),
/* harmony export */   s$: () => (/* binding */ jsonText)
/* harmony export */ });
/**
 * Makes foreign text harmless for the place where it is shown. The runner reads every line of standard output for commands,
 * `::set-output::` after leading blanks and `##[error]` anywhere in it; a module's name, a server's error or a file's line
 * must never be one.
 */
/** C0 and C1 controls, line and paragraph separators, and the marks that reorder text on the screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const ZERO_WIDTH_SPACE = '\u200b';
/** One line of text for the log. */
function logLine(text) {
    return text
        .replace(UNSAFE, ' ')
        .replace(/^(\s*):(?=:)/, `$1:${ZERO_WIDTH_SPACE}`)
        .replaceAll('##[', `##${ZERO_WIDTH_SPACE}[`);
}
/** JSON for standard output: the same value, with everything escaped that a terminal or the runner would obey. */
function jsonText(json) {
    return json
        .replace(UNSAFE, character => (character === '\n' ? character : unicodeEscape(character)))
        .replaceAll('##[', `##${unicodeEscape('[')}`);
}
function unicodeEscape(character) {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
const MARKDOWN = /[&<>"'`|[\]()*_~#!\\]/g;
/** Text for a cell or a sentence of the job summary: it means nothing in Markdown or HTML, links nowhere and mentions nobody. */
function markdownText(text) {
    return text
        .replace(UNSAFE, ' ')
        .replace(MARKDOWN, character => `&#${character.charCodeAt(0)};`)
        .replaceAll('@', `@${ZERO_WIDTH_SPACE}`)
        .replaceAll('://', `:${ZERO_WIDTH_SPACE}//`)
        .replace(/www(?=\.)/gi, `$&${ZERO_WIDTH_SPACE}`);
}


/***/ }),

/***/ 2820:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ problemLines)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7748);

/** A problem in full, the sentence first. */
function problemLines(problem) {
    return [
        `${problem.sentence} [${problem.code}]`,
        ...(problem.place ? [`  at ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .formatPlace */ .dE)(problem.place)}`] : []),
        ...(problem.frame?.split('\n').map(line => `  ${line}`) ?? []),
        ...(problem.hint?.split('\n') ?? []),
        ...(problem.details?.map(line => `  ${line}`) ?? []),
    ];
}


/***/ }),

/***/ 7748:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BW: () => (/* binding */ placeAt),
/* harmony export */   dE: () => (/* binding */ formatPlace),
/* harmony export */   fl: () => (/* binding */ locator),
/* harmony export */   jG: () => (/* binding */ frameAt),
/* harmony export */   mh: () => (/* binding */ lineAt)
/* harmony export */ });
/** `file:line:column`, the form that editors and terminals make a link of. */
function formatPlace(place) {
    return `${place.file}:${place.line}:${place.column}`;
}
/** A very long line is cut around the caret, so that a minified file does not fill the log. */
const FRAME_WIDTH = 120;
/**
 * The line that holds `offset`, with a caret under it.
 *
 * @param text the whole text
 * @param offset 0-based index into `text`; past the end points behind the last character
 */
function frameAt(text, offset) {
    const at = Math.min(offset, text.length);
    const { start, end } = lineAround(text, at);
    const from = Math.max(start, at - FRAME_WIDTH / 2);
    const line = text.slice(from, Math.min(end, from + FRAME_WIDTH)).replaceAll('\t', ' ');
    return `${line}\n${' '.repeat(at - from)}^`;
}
/** The whole line that holds `offset`. */
function lineAt(text, offset) {
    const { start, end } = lineAround(text, Math.min(offset, text.length));
    return text.slice(start, end);
}
function lineAround(text, at) {
    let start = at;
    while (start > 0 && !endsLine(text, start - 1))
        start -= 1;
    let end = start;
    while (end < text.length && !isLineEnd(text.charCodeAt(end)))
        end += 1;
    return { start, end };
}
/** The 1-based line and column of `offset` in `text`. */
function placeAt(text, offset, file) {
    let line = 1;
    let start = 0;
    for (let at = 0; at < Math.min(offset, text.length); at += 1) {
        if (!endsLine(text, at))
            continue;
        line += 1;
        start = at + 1;
    }
    return { file, line, column: offset - start + 1 };
}
/** `placeAt` for many offsets of one text: the lines are counted once. */
function locator(text, file) {
    const starts = [0];
    for (let at = 0; at < text.length; at += 1)
        if (endsLine(text, at))
            starts.push(at + 1);
    return offset => {
        let low = 0;
        let high = starts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((starts[middle] ?? 0) <= offset)
                low = middle;
            else
                high = middle - 1;
        }
        return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    };
}
const LF = 0x0a;
const CR = 0x0d;
/** Whether the character at `at` is the last of its line. LF ends one, and CR, and both together, as editors and PowerShell count. */
function endsLine(text, at) {
    const code = text.charCodeAt(at);
    return code === LF || (code === CR && text.charCodeAt(at + 1) !== LF);
}
function isLineEnd(code) {
    return code === LF || code === CR;
}


/***/ })

};
