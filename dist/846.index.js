export const id = 846;
export const ids = [846];
export const modules = {

/***/ 5122:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   pq: () => (/* binding */ countOf),
/* harmony export */   z3: () => (/* binding */ formatBytes)
/* harmony export */ });
/** `104.2 MB`: a number of bytes for people, in powers of ten. */
function formatBytes(bytes) {
    if (bytes < 1000)
        return `${bytes} B`;
    if (bytes < 1_000_000)
        return `${(bytes / 1000).toFixed(1)} kB`;
    return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
/** `0.3 s`, `12 s`: a duration for people, from milliseconds. */
function formatDuration(ms) {
    return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
/** `1 package`, `12 packages`. */
function countOf(count, noun) {
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
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

/***/ 4711:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GI: () => (/* binding */ noteLines),
/* harmony export */   Wn: () => (/* binding */ requirementJson),
/* harmony export */   c0: () => (/* binding */ fileLines),
/* harmony export */   ds: () => (/* binding */ requirementCells),
/* harmony export */   hQ: () => (/* binding */ combinedLines),
/* harmony export */   p$: () => (/* binding */ requirementLines)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7748);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5078);
/* harmony import */ var _version_version_range_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7132);
/* harmony import */ var _table_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4467);




/** The requirements as they were understood: name, what is written, what that became, place. */
function requirementLines(requirements) {
    return (0,_table_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .t)(requirements.map(requirementCells));
}
function requirementCells(requirement) {
    return [requirement.name, requirement.written, describeRequirement(requirement), (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPlace */ .dE)(requirement.stated)];
}
function describeRequirement({ range, prerelease, repository, guid }) {
    return [
        (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .describeRange */ .pC)(range),
        ...(prerelease ? ['prereleases too'] : []),
        ...(repository === undefined ? [] : [`from ${(0,_redact_js__WEBPACK_IMPORTED_MODULE_3__/* .redactAddress */ .yq)(repository)}`]),
        ...(guid === undefined ? [] : [`with the GUID ${guid}`]),
    ].join(', ');
}
/** What is left of the names that are stated more than once, where their statements differ. */
function combinedLines(requirements) {
    return [...Map.groupBy(requirements, ({ name }) => name.toLowerCase()).values()].flatMap(each => {
        const [first, ...others] = each.map(({ range }) => range);
        const isOneRange = others.every(range => first && (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .formatRange */ .Lu)(range) === (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .formatRange */ .Lu)(first));
        if (!first || isOneRange)
            return [];
        const both = others.reduce((sum, range) => sum && (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .intersect */ .y$)(sum, range), first);
        const left = both ? (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .describeRange */ .pC)(both) : 'no one version; they are restored side by side';
        return [`${each[0]?.name} is stated ${each.length} times, together: ${left}.`];
    });
}
/** How each file was read, and why so. */
function fileLines(files) {
    return files.map(({ file, format, because }) => `${file} is read as ${format}: ${because}.`);
}
/** What the requirements files say that is not taken. */
function noteLines(notes) {
    return notes.map(({ place, text }) => `${(0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPlace */ .dE)(place)}: ${text}.`);
}
/** A requirement as the JSON of reports has it; a field that is not known is left out. An address keeps no password. */
function requirementJson({ name, range, written, prerelease, type, repository, guid, stated }) {
    return {
        name,
        range: (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .formatRange */ .Lu)(range),
        written,
        prerelease,
        type,
        repository: repository === undefined ? undefined : (0,_redact_js__WEBPACK_IMPORTED_MODULE_3__/* .redactAddress */ .yq)(repository),
        guid,
        stated,
    };
}


/***/ }),

/***/ 4467:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ table)
/* harmony export */ });
/** Columns padded to their widest cell; the last one is not. */
function table(rows) {
    const widths = [];
    for (const row of rows) {
        for (const [column, cell] of row.entries())
            widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
    return rows.map(row => row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd());
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


/***/ }),

/***/ 5078:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E$: () => (/* binding */ redact),
/* harmony export */   Hn: () => (/* binding */ holdsCredentials),
/* harmony export */   Kb: () => (/* binding */ excerpt),
/* harmony export */   yq: () => (/* binding */ redactAddress)
/* harmony export */ });
/**
 * A text that may hold an address, as it may be shown: without user name and password, and without a query, in which
 * signatures travel. Everything up to the last `@` goes, since a password may hold any character but a blank.
 */
function redact(text) {
    return text.replace(/\S+/g, word => {
        const secret = credentialsIn(word);
        const shown = secret ? `${word.slice(0, secret.start)}…${word.slice(secret.end)}` : word;
        return withoutQuery(shown);
    });
}
/** The same for what is one address by itself: a blank in it is part of a password, not an end. */
function redactAddress(address) {
    const secret = credentialsIn(address);
    return redact(secret ? `${address.slice(0, secret.start)}…${address.slice(secret.end)}` : address);
}
/** The user's own words in a message, redacted first: half an address does not show that it holds a password. */
function excerpt(text, most = 80) {
    const shown = redact(text);
    return shown.length > most ? `${shown.slice(0, most)}…` : shown;
}
const PUNCTUATION = '"\'),.:;';
/** What stands behind the word belongs to the sentence around it: the quotes that it is shown in. */
function withoutQuery(word) {
    const at = word.indexOf('?');
    let end = word.length;
    while (end > at && PUNCTUATION.includes(word.charAt(end - 1)))
        end -= 1;
    return at === -1 || end === at + 1 ? word : `${word.slice(0, at)}?…${word.slice(end)}`;
}
/**
 * Whether a line may hold an address with a user's name or password in it. It is rather taken for one that does: a blank may
 * be part of a password. What PowerShell begins with `@` ends none.
 */
function holdsCredentials(line) {
    const slashes = line.indexOf('//');
    if (slashes === -1)
        return false;
    let at = line.indexOf('@', slashes);
    while (at !== -1 && '{(\'"'.includes(line.charAt(at + 1) || ' '))
        at = line.indexOf('@', at + 1);
    return at !== -1;
}
/** Where they stand in one word. By hand, as an expression for it would look at a long line once for each `//` in it. */
function credentialsIn(word) {
    const slashes = word.indexOf('//');
    const end = word.lastIndexOf('@');
    return slashes !== -1 && end > slashes ? { start: slashes + 2, end } : undefined;
}


/***/ }),

/***/ 4138:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ err),
/* harmony export */   ok: () => (/* binding */ ok)
/* harmony export */ });
function ok(value) {
    return { ok: true, value };
}
function err(error) {
    return { ok: false, error };
}


/***/ }),

/***/ 5718:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ov: () => (/* binding */ urlVersion),
/* harmony export */   S$: () => (/* binding */ compareNumbers),
/* harmony export */   V1: () => (/* binding */ isPrerelease),
/* harmony export */   Zy: () => (/* binding */ compareVersions),
/* harmony export */   j7: () => (/* binding */ normalise),
/* harmony export */   mH: () => (/* binding */ equalVersions),
/* harmony export */   ot: () => (/* binding */ parseVersion)
/* harmony export */ });
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4138);

/** NuGet keeps each part in a 32-bit signed integer. */
const MAX_PART = 2_147_483_647;
/** Longer than any version that the Gallery accepts; what is longer is not a version but an attack on file names. */
const MAX_LENGTH = 128;
const PART = /^[0-9]+$/;
const LABEL = /^[0-9A-Za-z-]+$/;
const LEADING_ZERO = /^0[0-9]+$/;
/**
 * Reads a version as NuGet's loose parser does: one to four numbers with leading zeros allowed, then `-labels`, then
 * `+metadata`. The error is a phrase that completes "`x` is not a version: …".
 */
function parseVersion(text) {
    const original = text.trim();
    if (original === '')
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)('it is empty');
    if (original.length > MAX_LENGTH)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)(`it is longer than ${MAX_LENGTH} characters`);
    const plus = original.indexOf('+');
    const withoutMetadata = plus === -1 ? original : original.slice(0, plus);
    if (plus !== -1 &&
        !original
            .slice(plus + 1)
            .split('.')
            .every(label => LABEL.test(label))) {
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)('the metadata after "+" is not made of letters, digits and hyphens');
    }
    const dash = withoutMetadata.indexOf('-');
    const core = dash === -1 ? withoutMetadata : withoutMetadata.slice(0, dash);
    const labels = dash === -1 ? [] : withoutMetadata.slice(dash + 1).split('.');
    for (const label of labels) {
        if (!LABEL.test(label))
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)(`"${label}" is not a prerelease label`);
        if (LEADING_ZERO.test(label))
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)(`the numeric label "${label}" has a leading zero`);
    }
    const parts = core.split('.');
    if (parts.length > 4)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)('it has more than four parts');
    const numbers = [];
    for (const part of parts) {
        if (!PART.test(part))
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)(part === '' ? 'a part between the dots is empty' : `"${part}" is not a number`);
        const number = Number(part);
        if (number > MAX_PART)
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)(`"${part}" is greater than ${MAX_PART}`);
        numbers.push(number);
    }
    const [major = 0, minor = 0, patch = 0, revision = 0] = numbers;
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)({ major, minor, patch, revision, labels, original });
}
/**
 * NuGet's normalised text: `1.0` becomes `1.0.0`, a fourth part of zero and the metadata are dropped, the labels' letter
 * case stays. File names, URLs and identities use it; two versions are equal iff these texts are, letter case aside.
 */
function normalise(version) {
    const { major, minor, patch, revision, labels } = version;
    const core = revision === 0 ? `${major}.${minor}.${patch}` : `${major}.${minor}.${patch}.${revision}`;
    return labels.length === 0 ? core : `${core}-${labels.join('.')}`;
}
/** The normalised text in lower case, as every URL of the NuGet protocols wants it. */
function urlVersion(version) {
    return normalise(version).toLowerCase();
}
function isPrerelease(version) {
    return version.labels.length > 0;
}
/** Negative, zero or positive as `a` comes before, with or after `b`. A total order; metadata and letter case do not count. */
function compareVersions(a, b) {
    return compareNumbers(a, b) || compareLabels(a.labels, b.labels);
}
/** Compares the four numbers alone. */
function compareNumbers(a, b) {
    return a.major - b.major || a.minor - b.minor || a.patch - b.patch || a.revision - b.revision;
}
function equalVersions(a, b) {
    return compareVersions(a, b) === 0;
}
function compareLabels(a, b) {
    if (a.length === 0 || b.length === 0)
        return b.length - a.length;
    for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
        const order = compareLabel(a[index] ?? '', b[index] ?? '');
        if (order !== 0)
            return order;
    }
    return a.length - b.length;
}
function compareLabel(a, b) {
    const x = labelNumber(a);
    const y = labelNumber(b);
    if (x !== undefined && y !== undefined)
        return x - y;
    if (x !== undefined)
        return -1;
    if (y !== undefined)
        return 1;
    const [left, right] = [a.toLowerCase(), b.toLowerCase()];
    return left < right ? -1 : left > right ? 1 : 0;
}
/** The number that a label stands for; undefined for text, and for digits beyond 32 bits, which NuGet compares as text. */
function labelNumber(label) {
    if (!PART.test(label))
        return undefined;
    const number = Number(label);
    return number > MAX_PART ? undefined : number;
}


/***/ }),

/***/ 7132:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lu: () => (/* binding */ formatRange),
/* harmony export */   RC: () => (/* binding */ parseRange),
/* harmony export */   Tq: () => (/* binding */ between),
/* harmony export */   V2: () => (/* binding */ pinnedVersion),
/* harmony export */   W1: () => (/* binding */ ANY_VERSION),
/* harmony export */   pC: () => (/* binding */ describeRange),
/* harmony export */   pV: () => (/* binding */ exactly),
/* harmony export */   t5: () => (/* binding */ admits),
/* harmony export */   y$: () => (/* binding */ intersect)
/* harmony export */ });
/* unused harmony export contains */
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4138);
/* harmony import */ var _nuget_version_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5718);


const ANY_VERSION = { prerelease: false, labelPrefixes: [] };
function exactly(version) {
    return between({ version, inclusive: true }, { version, inclusive: true });
}
function between(min, max) {
    return {
        ...(min && { min }),
        ...(max && { max }),
        prerelease: [min, max].some(bound => bound !== undefined && (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .isPrerelease */ .V1)(bound.version)),
        labelPrefixes: [],
    };
}
const BRACKETS = /^([[(])(.*)([\])])$/;
/**
 * Reads a range in NuGet's grammar: `1.0` (a minimum), `[1.0]`, `[1.0,2.0)`, `(,1.0]`, `( , )`, and the floats `*`, `1.*`,
 * `1.0.0-*`, `1.0.0-beta*`, `1.*-*`, alone or as the minimum of an interval. The error completes "`x` is not a version range: …".
 *
 * What a bare version means in another file format is that format's business: see the readers in `requirements/`.
 */
function parseRange(text) {
    const trimmed = text.trim();
    if (trimmed === '')
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('it is empty');
    const bracketed = BRACKETS.exec(trimmed);
    if (!bracketed) {
        if (/[[\](),]/.test(trimmed))
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('its brackets do not match');
        return parseMinimum(trimmed, true);
    }
    const [, open, inside = '', close] = bracketed;
    // NuGet refuses these two although it takes `( , )`; a slip that says nothing is better pointed out than read as "all".
    if (inside === '' || inside === ',')
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('it names no version; write "( , )" or "*" for any');
    const ends = inside.split(',');
    if (ends.length > 2)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('it has more than two ends');
    if (ends.length === 1) {
        if (open !== '[' || close !== ']')
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)(`one version stands in square brackets: "[${inside.trim()}]"`);
        const version = (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .parseVersion */ .ot)(inside);
        return version.ok ? (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)(exactly(version.value)) : (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)(version.error);
    }
    const [minText, maxText] = ends.map(end => end.trim());
    let range = ANY_VERSION;
    if (minText) {
        const min = parseMinimum(minText, open === '[');
        if (!min.ok)
            return min;
        range = min.value;
    }
    if (!maxText)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)(range);
    const max = (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .parseVersion */ .ot)(maxText);
    if (!max.ok)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)(max.error);
    return withMaximum(range, { version: max.value, inclusive: close === ']' });
}
function withMaximum(range, max) {
    const order = range.min ? (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .compareVersions */ .Zy)(range.min.version, max.version) : -1;
    if (order > 0)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('its lower end is above its upper end');
    if (order === 0 && !(range.min?.inclusive && max.inclusive)) {
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('it holds no version; write "[1.0]" for exactly one');
    }
    const narrowed = intersect(range, between(undefined, max));
    if (!narrowed)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('it holds no version');
    if (range.float === undefined)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)(narrowed);
    // An upper end above the float's own says nothing, its label included.
    const prerelease = range.prerelease || (narrowed.max !== undefined && (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .isPrerelease */ .V1)(narrowed.max.version));
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ ...narrowed, prerelease, float: range.float });
}
function parseMinimum(text, inclusive) {
    if (text.includes('*')) {
        return inclusive
            ? parseFloating(text)
            : (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('a floating lower end stands behind "[": there is no version to leave out');
    }
    const version = (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .parseVersion */ .ot)(text);
    return version.ok ? (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)(between({ version: version.value, inclusive }, undefined)) : (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)(version.error);
}
const FLOAT = /^(?<numbers>[0-9]+(?:\.[0-9]+)*)?(?<star>\.?\*)?(?:-(?<prefix>[0-9A-Za-z.-]*)\*)?$/;
/** `1.*` is every stable 1.x; `1.0.0-beta*` is 1.0.0 and its prereleases that begin with "beta"; `1.*-*` is every 1.x. */
function parseFloating(text) {
    const groups = FLOAT.exec(text)?.groups;
    const numbers = groups?.numbers;
    const star = groups?.star;
    const prefix = groups?.prefix;
    const wellPlaced = numbers === undefined ? star === '*' : star === '.*' || (star === undefined && prefix !== undefined);
    if (!wellPlaced)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('a "*" stands alone, after a dot, or at the end of a prerelease label');
    const parts = numbers?.split('.') ?? [];
    if (parts.length > 4 || (star !== undefined && parts.length > 3))
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)('it has more than four parts');
    const labels = prefix === undefined ? '' : `-${lowestLabel(prefix)}`;
    const min = (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .parseVersion */ .ot)(`${parts.join('.') || '0'}${labels}`);
    if (!min.ok)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)(min.error);
    const bounds = between({ version: min.value, inclusive: true }, upperEnd(min.value, parts.length, star !== undefined));
    const range = { ...bounds, prerelease: prefix !== undefined, float: text };
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)(prefix ? { ...range, labelPrefixes: [prefix.toLowerCase()] } : range);
}
/** The least label that begins with `prefix`: `0` for none, `beta.0` for `beta.`. */
function lowestLabel(prefix) {
    return prefix === '' || prefix.endsWith('.') ? `${prefix}0` : prefix;
}
function upperEnd(min, writtenParts, starred) {
    const { major, minor, patch, revision } = min;
    const next = (a, b, c, d) => ({
        version: {
            major: a,
            minor: b,
            patch: c,
            revision: d,
            labels: [],
            original: d === 0 ? `${a}.${b}.${c}` : `${a}.${b}.${c}.${d}`,
        },
        inclusive: !starred,
    });
    if (!starred)
        return next(major, minor, patch, revision);
    if (writtenParts === 0)
        return undefined;
    if (writtenParts === 1)
        return next(major + 1, 0, 0, 0);
    if (writtenParts === 2)
        return next(major, minor + 1, 0, 0);
    return next(major, minor, patch + 1, 0);
}
/** What lies in both, or undefined if nothing can. */
function intersect(a, b) {
    const min = tighter(a.min, b.min, 1);
    const max = tighter(a.max, b.max, -1);
    if (min && max) {
        const order = (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .compareVersions */ .Zy)(min.version, max.version);
        if (order > 0 || (order === 0 && !(min.inclusive && max.inclusive)))
            return undefined;
    }
    return {
        ...(min && { min }),
        ...(max && { max }),
        prerelease: a.prerelease || b.prerelease,
        labelPrefixes: [...new Set([...a.labelPrefixes, ...b.labelPrefixes])],
    };
}
/** The one of two ends that lets fewer versions in; `direction` is 1 for lower ends and -1 for upper ends. */
function tighter(a, b, direction) {
    if (!a || !b)
        return a ?? b;
    const order = (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .compareVersions */ .Zy)(a.version, b.version) * direction;
    if (order === 0)
        return a.inclusive ? b : a;
    return order > 0 ? a : b;
}
/** Whether the version lies between the ends, by the order of versions alone (NuGet's `VersionRange.Satisfies`). */
function contains(range, version) {
    if (range.min) {
        const order = (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .compareVersions */ .Zy)(version, range.min.version);
        if (order < 0 || (order === 0 && !range.min.inclusive))
            return false;
    }
    if (range.max) {
        const order = (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .compareVersions */ .Zy)(version, range.max.version);
        if (order > 0 || (order === 0 && !range.max.inclusive))
            return false;
    }
    const release = version.labels.join('.').toLowerCase();
    return release === '' || range.labelPrefixes.every(prefix => release.startsWith(prefix));
}
/**
 * Whether the version may be chosen for the range: it lies in it, is stable unless prereleases are asked for, and is no
 * prerelease of an upper end that is itself excluded. Nobody who writes `[1.0,2.0)` wants 2.0.0-beta, though by order it
 * lies below 2.0.0. Naming a prerelease of the upper end as the lower one (`(0.0.2-alpha,0.0.2)`) asks for them.
 */
function admits(range, version, options) {
    if (!contains(range, version))
        return false;
    if (!(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .isPrerelease */ .V1)(version))
        return true;
    if (!options.prerelease && !range.prerelease)
        return false;
    const { min, max } = range;
    if (!max || max.inclusive || (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .isPrerelease */ .V1)(max.version) || (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .compareNumbers */ .S$)(version, max.version) !== 0)
        return true;
    return min !== undefined && (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .isPrerelease */ .V1)(min.version) && (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .compareNumbers */ .S$)(min.version, max.version) === 0;
}
/** The one version that the range can be, if it is a pin. */
function pinnedVersion(range) {
    const { min, max } = range;
    if (!min?.inclusive || !max?.inclusive || !(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .equalVersions */ .mH)(min.version, max.version))
        return undefined;
    return min.version;
}
/** Normalised text that `parseRange` reads back: `[1.0.0, 2.0.0)`, `[1.0.0]`, `[1.0.0, )`, `(, 1.0.0]`, `( , )`, `1.*`. */
function formatRange(range) {
    const { min, max, float } = range;
    if (float !== undefined)
        return formatFloating(float, max);
    if (!min && !max)
        return '( , )';
    const pin = pinnedVersion(range);
    if (pin)
        return `[${(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(pin)}]`;
    const lower = min ? `${min.inclusive ? '[' : '('}${(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(min.version)}` : '(';
    const upper = max ? `${(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(max.version)}${max.inclusive ? ']' : ')'}` : ')';
    return `${lower}, ${upper}`;
}
/** A float says its own upper end; one that was written beside it and lies below is said too. */
function formatFloating(float, max) {
    const alone = parseFloating(float);
    const own = alone.ok ? alone.value.max : undefined;
    const same = max === own || (max && own && max.inclusive === own.inclusive && (0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .equalVersions */ .mH)(max.version, own.version));
    return same || !max ? float : `[${float}, ${(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(max.version)}${max.inclusive ? ']' : ')'}`;
}
/** The range as a person says it: `exactly 1.2.3`, `1.2.3 or newer`, `older than 2.0.0`, `any version`, else the interval. */
function describeRange(range) {
    const pin = pinnedVersion(range);
    if (pin)
        return `exactly ${(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(pin)}`;
    if (range.float !== undefined)
        return formatRange(range);
    const { min, max } = range;
    if (min && max)
        return formatRange(range);
    if (min)
        return min.inclusive ? `${(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(min.version)} or newer` : `newer than ${(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(min.version)}`;
    if (max)
        return max.inclusive ? `${(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(max.version)} or older` : `older than ${(0,_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(max.version)}`;
    return 'any version';
}


/***/ })

};
