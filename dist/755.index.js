export const id = 755;
export const ids = [755];
export const modules = {

/***/ 1957:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ic: () => (/* binding */ describeFailure),
/* harmony export */   Xo: () => (/* binding */ formatSeconds),
/* harmony export */   fP: () => (/* binding */ labelFailure),
/* harmony export */   xR: () => (/* binding */ describeLocalIo),
/* harmony export */   yv: () => (/* binding */ originOf)
/* harmony export */ });
/** One line that completes "`psgallery` …" in logs, summaries and error texts: what was seen, with its figures. */
function describeFailure(failure) {
    switch (failure.kind) {
        case 'not-found':
            return 'does not have it';
        case 'no-version':
            return failure.known.length === 0
                ? 'knows the name but lists no version of it'
                : `has no version that fits; it has ${failure.known.join(', ')}`;
        case 'unsupported':
            return 'cannot be asked this';
        case 'unproven':
            return 'answered with an empty list and showed no sign of life';
        case 'unreachable':
            return `could not be reached (${failure.code})`;
        case 'untrusted':
            return `has a certificate that cannot be trusted (${failure.code})`;
        case 'timeout':
            return `${SILENCE[failure.phase]} within ${formatSeconds(failure.ms)}`;
        case 'rate-limited':
            return failure.retryAfterMs === undefined
                ? `asks for fewer requests (HTTP ${failure.status})`
                : `asks for a pause of ${formatSeconds(failure.retryAfterMs)} (HTTP ${failure.status})`;
        case 'server-error':
            return `answered HTTP ${failure.status}`;
        case 'denied':
            return `refused (HTTP ${failure.status})`;
        case 'misdirected':
            return failure.what;
        case 'malformed':
            return `sent something else: ${failure.what}`;
        case 'truncated':
            return `sent ${failure.got} of ${failure.expected} bytes`;
        case 'too-large':
            return `sent more than ${failure.limit} bytes`;
        case 'differs-announced':
            return `sent other bytes than announced (expected ${failure.expected}, got ${failure.got})`;
        case 'differs-locked':
            return failure.sameFamily
                ? `sent other bytes than locked (expected ${failure.expected}, got ${failure.got})`
                : `has another build than the locked one (expected ${failure.expected}, got ${failure.got})`;
        case 'local-io':
            return `could not be stored: ${describeLocalIo(failure.code)} at ${failure.path}`;
        case 'deadline':
            return `was cut off by the limit of ${formatSeconds(failure.ms)} for the whole restore`;
        case 'cancelled':
            return 'was cancelled';
    }
}
/** Two words at most, for the cell of a table: `unreachable`, `HTTP 503`, `lacks it`. */
function labelFailure(failure) {
    switch (failure.kind) {
        case 'rate-limited':
        case 'server-error':
        case 'denied':
            return `HTTP ${failure.status}`;
        default:
            return LABELS[failure.kind];
    }
}
const LABELS = {
    'not-found': 'lacks it',
    'no-version': 'no version',
    unsupported: 'not asked',
    unproven: 'empty answer',
    unreachable: 'unreachable',
    untrusted: 'untrusted',
    timeout: 'silent',
    misdirected: 'misdirected',
    malformed: 'bad answer',
    truncated: 'cut short',
    'too-large': 'too large',
    'differs-announced': 'other bytes',
    'differs-locked': 'other bytes',
    'local-io': 'not stored',
    deadline: 'out of time',
    cancelled: 'cancelled',
};
const SILENCE = {
    connect: 'accepted no connection',
    headers: 'did not answer',
    idle: 'stopped in the middle of its answer and sent nothing more',
    slow: 'did not send enough of its answer',
};
const LOCAL_IO = {
    ENOSPC: 'no space left on the disk',
    EDQUOT: 'the disk quota is used up',
    EACCES: 'no permission to write',
    EPERM: 'no permission to write',
    EROFS: 'the file system is read-only',
    ENAMETOOLONG: 'the path is too long',
    EMFILE: 'too many open files',
    ENFILE: 'too many open files',
    ENOTDIR: 'a file stands where a folder should be',
    EEXIST: 'a file stands where a folder should be',
};
/** What a system error code means in words, the code behind it in brackets. */
function describeLocalIo(code) {
    const words = LOCAL_IO[code];
    return words === undefined ? code : `${words} (${code})`;
}
/** `8 s`, `0.75 s`: seconds for people, from milliseconds. */
function formatSeconds(ms) {
    return `${Number((ms / 1000).toFixed(2))} s`;
}
/** The origin whose health the failure speaks of: where a redirect led, if it was there; undefined if none was asked. */
function originOf(failure) {
    return 'origin' in failure ? failure.origin : undefined;
}


/***/ }),

/***/ 7887:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ mayAsk),
/* harmony export */   Y: () => (/* binding */ standingOf)
/* harmony export */ });
function standingOf(family, answers) {
    let known = false;
    for (const { config } of family.sources) {
        const kind = answers.get(config.name)?.kind;
        if (config.isAuthority && kind === 'not-found')
            return 'absent';
        if (config.isAuthority && kind === 'no-version')
            return 'final';
        if (kind === 'no-version')
            known = true;
    }
    if (family.sources.some(({ config }) => !answers.has(config.name)))
        return 'open';
    return known ? 'no-version' : 'undetermined';
}
/**
 * Whether a source may be asked for a name, given the families that may hold it (in order) and what was said so far.
 *
 * No: not before the families in front of it have spoken, and never once another family owns the name or a private one
 * could not answer for it; asking on would let a stranger's package in or a private name out.
 */
function mayAsk(source, families, answers) {
    const own = families.find(({ sources }) => sources.includes(source));
    if (!own)
        return false;
    const standing = standingOf(own, answers);
    if (standing === 'absent' || standing === 'final')
        return false;
    let onlyPublic = false;
    for (const family of families.slice(0, families.indexOf(own))) {
        // It may not be asked itself any more, so it bars nobody.
        if (onlyPublic && !family.isPublic)
            continue;
        const passage = passageThrough(family, standingOf(family, answers));
        if (passage === 'nobody')
            return false;
        if (passage === 'public')
            onlyPublic = true;
    }
    return own.isPublic || !onlyPublic;
}
/** Whom a family that stands in front lets be asked after it. */
function passageThrough(family, standing) {
    switch (standing) {
        case 'absent':
            return 'all';
        case 'open':
        case 'final':
            return 'nobody';
        case 'no-version':
            return family.isPublic ? 'public' : 'nobody';
        case 'undetermined':
            return family.isPublic ? 'public' : family.mayBePassed ? 'all' : 'nobody';
    }
}


/***/ }),

/***/ 6190:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E_: () => (/* binding */ SOFT_FAILURES_IN_A_ROW),
/* harmony export */   Po: () => (/* binding */ POLICY),
/* harmony export */   ZQ: () => (/* binding */ GRAVITY),
/* harmony export */   p6: () => (/* binding */ RETRY)
/* harmony export */ });
/**
 * The fallback policy: one row per kind of failure, each with its reason. Nothing else in the project decides what follows
 * a failure; who may be asked at all is `may-ask.ts`, in which order and how often is `try-sources.ts`.
 */
const POLICY = {
    'not-found': {
        after: 'next',
        again: 'no',
        say: 'nothing',
        health: 'well',
        why: 'an answer, and a final one if the authority of the family gave it; a mirror may lag',
    },
    'no-version': {
        after: 'next',
        again: 'no',
        say: 'nothing',
        health: 'well',
        why: 'the source owns the name; only a mirror may lack the newest version',
    },
    unsupported: {
        after: 'next',
        again: 'no',
        say: 'nothing',
        health: 'unaffected',
        why: 'a CDN cannot list versions, which is no fault of it',
    },
    unproven: {
        after: 'next',
        again: 'yes',
        say: 'notice',
        health: 'soft',
        why: 'the Gallery answers 200 with an empty feed when its index is broken; another name may prove it alive meanwhile',
    },
    unreachable: {
        after: 'next',
        again: 'yes',
        say: 'notice',
        health: 'hard',
        why: 'DNS, refused, reset: outages pass',
    },
    untrusted: {
        after: 'next',
        again: 'no',
        say: 'warning',
        health: 'hard',
        why: 'an expired certificate is an outage (the Gallery, 2020 and 2021) and never ignored; it is as expired in ten seconds',
    },
    timeout: {
        after: 'next',
        again: 'yes',
        say: 'notice',
        health: 'hard',
        why: 'silence says nothing about the package, and the next source costs less than waiting',
    },
    'rate-limited': {
        after: 'next',
        again: 'yes',
        say: 'notice',
        health: 'soft',
        why: 'another source can answer now; Retry-After is honoured when this one is asked again',
    },
    'server-error': {
        after: 'next',
        again: 'yes',
        say: 'notice',
        health: 'soft',
        why: 'the Gallery has answered 500 to one query and served the rest',
    },
    denied: {
        after: 'next',
        again: 'no',
        say: 'warning',
        health: 'soft',
        why: 'the Gallery has shown 403 in outages; asking again will not change a refusal',
    },
    misdirected: {
        after: 'next',
        again: 'no',
        say: 'warning',
        health: 'soft',
        why: 'an answer that leads to a host it may not name is not followed, today or later',
    },
    malformed: {
        after: 'next',
        again: 'once',
        say: 'warning',
        health: 'soft',
        why: 'the CDN has served error bodies with status 200 (2016, 2018); another of its nodes may be sound',
    },
    truncated: {
        after: 'next',
        again: 'yes',
        say: 'notice',
        health: 'soft',
        why: 'a connection that broke',
    },
    'too-large': {
        after: 'next',
        again: 'no',
        say: 'warning',
        health: 'soft',
        why: 'an endless body stays endless',
    },
    'differs-announced': {
        after: 'next',
        again: 'no',
        say: 'warning',
        health: 'unaffected',
        why: 'usually a damaged copy; but the hash that the Gallery announces is stale after an edit of the package',
    },
    'differs-locked': {
        after: 'next',
        again: 'no',
        say: 'error',
        health: 'unaffected',
        why: 'somebody changed bytes that were reviewed; the next source is held to the same lock',
    },
    'local-io': {
        after: 'stop-run',
        again: 'no',
        say: 'error',
        health: 'unaffected',
        why: 'a full disk is as full for the next source',
    },
    deadline: {
        after: 'stop-run',
        again: 'no',
        say: 'error',
        health: 'unaffected',
        why: 'the time for the whole restore is used up',
    },
    cancelled: { after: 'stop-run', again: 'no', say: 'error', health: 'unaffected', why: 'nobody waits for the answer' },
};
/**
 * The gravest kind first: the headline of a failed question. A damaged or foreign package outranks an outage, an outage
 * outranks an absence, since "not found" is the one thing that must not be said wrongly.
 */
const GRAVITY = [
    'local-io',
    'cancelled',
    'deadline',
    'differs-locked',
    'denied',
    'misdirected',
    'differs-announced',
    'malformed',
    'too-large',
    'truncated',
    'untrusted',
    'unreachable',
    'timeout',
    'server-error',
    'rate-limited',
    'unproven',
    'no-version',
    'not-found',
    'unsupported',
];
/** How often one source is asked one question at most, and the pauses before it is asked again. Milliseconds. */
const RETRY = {
    attempts: 4,
    /** Full jitter: the pause is random between 0 and the lesser of `base * 2^n` and `cap`. */
    base: 500,
    cap: 10_000,
    /** The longest pause that a Retry-After header gets. */
    longestRetryAfter: 30_000,
    /** How often in a run one origin is asked again at one step in vain: forty modules do not each retry a dead source. */
    budget: 10,
};
/** Soft failures in a row, from one origin at one step, after which it goes to the back; a hard one is enough. */
const SOFT_FAILURES_IN_A_ROW = 3;


/***/ }),

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

/***/ 8008:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c$: () => (/* binding */ insteadOf),
/* harmony export */   iN: () => (/* binding */ packageLines),
/* harmony export */   kZ: () => (/* binding */ failedAttemptLines),
/* harmony export */   pb: () => (/* binding */ problemLines),
/* harmony export */   q$: () => (/* binding */ conclusion)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7748);
/* harmony import */ var _restore_explain_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3961);
/* harmony import */ var _figures_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5122);
/* harmony import */ var _table_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4467);





/** What was restored, a line a package: identity, size, who served it, and who should have. */
function packageLines(report) {
    return (0,_table_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .t)(report.packages.map(each => [each.id, each.version, (0,_figures_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBytes */ .z3)(each.size), each.source, insteadOf(each)]));
}
function conclusion(report) {
    if (report.packages.length === 0)
        return 'No module is required, so none was restored.';
    const bytes = report.packages.reduce((sum, { size }) => sum + size, 0);
    const count = (0,_figures_js__WEBPACK_IMPORTED_MODULE_3__/* .countOf */ .pq)(report.packages.length, 'package');
    return `Restored ${count} (${(0,_figures_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBytes */ .z3)(bytes)}) from ${report.sourcesUsed.join(', ')} in ${(0,_figures_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a3)(report.ms)}.`;
}
/** Each source that was tried first, once, with the reason it did not serve: `psgallery unreachable, pwsh-gallery lacks it`. */
function insteadOf({ triedFirst }) {
    const reasons = new Map(triedFirst.map(({ source, failure }) => [source, failure ? (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .labelFailure */ .fP)(failure) : '']));
    return [...reasons].map(([source, reason]) => `${source} ${reason}`).join(', ');
}
/** Every attempt that failed, for the group that is folded away. */
function failedAttemptLines(report) {
    return (0,_restore_explain_js__WEBPACK_IMPORTED_MODULE_1__/* .attemptLines */ .xS)(report.attempts.filter(({ outcome }) => outcome === 'failed'));
}
/** A problem in full, the sentence first. */
function problemLines(problem) {
    return [
        `${problem.sentence} [${problem.code}]`,
        ...(problem.place ? [`  at ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_4__/* .formatPlace */ .dE)(problem.place)}`] : []),
        ...(problem.frame?.split('\n').map(line => `  ${line}`) ?? []),
        ...(problem.hint?.split('\n') ?? []),
        ...(problem.details?.map(line => `  ${line}`) ?? []),
    ];
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

/***/ 7643:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F8: () => (/* binding */ groupOf),
/* harmony export */   Lm: () => (/* binding */ statedGuid),
/* harmony export */   Ni: () => (/* binding */ areMeantSideBySide),
/* harmony export */   TW: () => (/* binding */ dependencyDemand),
/* harmony export */   _i: () => (/* binding */ groupDemands),
/* harmony export */   b$: () => (/* binding */ statedPlace),
/* harmony export */   fJ: () => (/* binding */ statedDemand)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7748);
/* harmony import */ var _version_version_range_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7132);


function statedDemand(requirement) {
    const { name, range, prerelease, stated } = requirement;
    return { name, range, prerelease, by: (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPlace */ .dE)(stated), requirement, parentFamily: undefined };
}
function dependencyDemand(dependency, by, parentFamily) {
    const { id, range } = dependency;
    return { name: id, range, prerelease: false, by, requirement: undefined, parentFamily };
}
/** One group of all demands, or undefined if no version could lie in all of their ranges. */
function groupOf(demands) {
    const [first, ...rest] = demands;
    if (!first)
        return undefined;
    let range = first.range;
    for (const demand of rest) {
        range = (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .intersect */ .y$)(range, demand.range);
        if (!range)
            return undefined;
    }
    return { name: first.name, demands, range, prerelease: demands.some(({ prerelease }) => prerelease) };
}
/** The GUID that a requirement of the group states, if any. */
function statedGuid({ demands }) {
    return demands.find(({ requirement }) => requirement?.guid !== undefined)?.requirement?.guid;
}
/** Where the group is stated first; undefined where only packages ask for it. */
function statedPlace({ demands }) {
    return demands.find(({ requirement }) => requirement)?.requirement?.stated;
}
/**
 * Groups the demands on one name: all together if one version can meet them, else each, in the order given, joins the
 * first group that it fits into.
 */
function groupDemands(demands) {
    const whole = groupOf(demands);
    if (whole)
        return [whole];
    const groups = [];
    for (const demand of demands) {
        const at = groups.findIndex(group => groupOf([...group.demands, demand]) !== undefined);
        const joined = groupOf([...(groups[at]?.demands ?? []), demand]);
        if (!joined)
            continue;
        if (at === -1)
            groups.push(joined);
        else
            groups[at] = joined;
    }
    return groups;
}
/** Whether several versions of a name are what one file asks for outright. */
function areMeantSideBySide(groups) {
    return groups.every(({ demands }) => demands.some(({ requirement, range }) => requirement !== undefined && (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .pinnedVersion */ .V2)(range) !== undefined));
}


/***/ }),

/***/ 3961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Oe: () => (/* binding */ explainUnfetched),
/* harmony export */   nC: () => (/* binding */ explainUnresolved),
/* harmony export */   xS: () => (/* binding */ attemptLines)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1957);
/* harmony import */ var _fallback_may_ask_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7887);
/* harmony import */ var _fallback_policy_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6190);
/* harmony import */ var _version_version_range_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7132);
/* harmony import */ var _demand_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7643);





/** `a`, `a and b`, `a, b, and c`. */
const LIST = new Intl.ListFormat('en');
/**
 * Why a name could not be resolved. That it does not exist is said only when the authority of every family that may hold
 * the name has said so.
 */
function explainUnresolved(group, binding, answer) {
    const wanted = group.demands.map(({ by, range }) => `wanted by ${by}: ${(0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_2__/* .describeRange */ .pC)(range)}`);
    const details = [...wanted, ...attemptLines(answer.attempts)];
    const place = (0,_demand_js__WEBPACK_IMPORTED_MODULE_3__/* .statedPlace */ .b$)(group);
    const problem = answer.kind === 'stopped'
        ? explainStop(group.name, answer.failure)
        : explainAnswers({ group, binding, answers: answer.answers });
    return { ...problem, details, ...(place && { place }) };
}
function explainAnswers(unanswered) {
    const { binding, answers } = unanswered;
    const silent = [];
    for (const family of binding.families) {
        const standing = (0,_fallback_may_ask_js__WEBPACK_IMPORTED_MODULE_4__/* .standingOf */ .Y)(family, answers);
        if (standing === 'absent')
            continue;
        if (standing === 'final' && silent.length === 0)
            return explainNoVersion(unanswered, family);
        // Not asked to the end: a family in front of it barred the way, and is the one to speak of.
        if (standing === 'open' && silent.length > 0)
            continue;
        if (!family.mayBePassed)
            return explainPrivate(unanswered, family);
        silent.push(family);
    }
    return silent.length === 0 ? explainAbsence(unanswered) : explainSilence(unanswered, silent);
}
function explainAbsence({ group: { name }, binding }) {
    const { families, boundBy } = binding;
    const authorities = families.flatMap(({ sources }) => sources).filter(({ config }) => config.isAuthority);
    const names = authorities.map(({ config }) => config.name);
    const remedy = boundBy === undefined
        ? 'a module of a private feed needs its source in "sources"'
        : `or change what binds it: ${boundBy}`;
    return {
        code: 'NOT_FOUND',
        sentence: `${name} does not exist: ${LIST.format(names)} ${names.length === 1 ? 'says' : 'say'} so${boundTo(binding)}.`,
        hint: `Check the spelling; ${remedy}.`,
    };
}
function explainNoVersion({ group, binding, answers }, family) {
    const said = family.sources.find(({ config }) => config.isAuthority && answers.get(config.name)?.kind === 'no-version');
    const failure = said && answers.get(said.config.name);
    const reason = said && failure ? `${said.config.name} ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFailure */ .Ic)(failure)}` : family.name;
    const ways = (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_2__/* .pinnedVersion */ .V2)(group.range)
        ? 'Ask for one that there is.'
        : group.prerelease
            ? 'Widen the range.'
            : 'Widen the range; prereleases are taken only where they are asked for.';
    return {
        code: 'NO_VERSION',
        sentence: `No version of ${group.name} is ${(0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_2__/* .describeRange */ .pC)(group.range)}${boundTo(binding)}: ${reason}.`,
        hint: ways,
    };
}
/** The name may be private, so nobody else is asked; the user can say that it is not. */
function explainPrivate({ group: { name }, binding, answers }, family) {
    const elsewhere = binding.families.find(({ isPublic }) => isPublic)?.sources[0];
    const consequence = elsewhere ? '; no other source was asked, since the name may be private' : boundTo(binding);
    return {
        code: 'UNDETERMINED',
        sentence: `${family.name} could not answer for ${name}: ${gravestOf([family], answers)}${consequence}.`,
        hint: elsewhere
            ? `If ${name} is a public module, say so in "source-map": ${name}: ${elsewhere.config.name}`
            : `Run the job again when ${family.name} is back.`,
    };
}
function explainSilence({ group, binding, answers }, silent) {
    const { name, range } = group;
    const unlisting = silent
        .flatMap(({ sources }) => sources)
        .find(({ config }) => answers.get(config.name)?.kind === 'unsupported');
    const leaderless = silent.find(({ sources }) => !sources.some(({ config }) => config.isAuthority));
    const again = 'Run the job again later, or add a source that has it to "sources".';
    const hint = leaderless
        ? `Add the authority of ${leaderless.name} to "sources", or mark one of them: "(family ${leaderless.name}, authority)".`
        : unlisting
            ? `${unlisting.config.name} cannot list versions but may have an exact one: state it, as in ${name}@1.2.3. ${again}`
            : again;
    return {
        code: 'UNDETERMINED',
        sentence: `${name} (${(0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_2__/* .describeRange */ .pC)(range)}) could not be determined${boundTo(binding)}: ${gravestOf(silent, answers)}.`,
        hint,
    };
}
function boundTo({ families, boundBy }) {
    return boundBy === undefined ? '' : ` (${boundBy} binds the name to ${families.map(({ name }) => name).join(', ')})`;
}
function explainStop(name, failure) {
    switch (failure.kind) {
        case 'deadline':
            return {
                code: 'TIMEOUT',
                sentence: `The restore was not done within ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .formatSeconds */ .Xo)(failure.ms)}; ${name} was still missing.`,
                hint: 'Give it more time with "timeout", or see below who kept it waiting.',
            };
        case 'cancelled':
            return { code: 'CANCELLED', sentence: 'The restore was cancelled.' };
        default:
            return {
                code: 'LOCAL_IO',
                sentence: `${name} ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFailure */ .Ic)(failure)}.`,
                hint: 'Free space, or name another folder with "repository-path".',
            };
    }
}
/** Why the bytes of a package could not be had although its version is known. */
function explainUnfetched(subject, outcome, attempts) {
    const details = attemptLines(attempts);
    if (!isAnswers(outcome))
        return { ...explainStop(subject, outcome), details };
    const [source, failure] = gravest([...outcome]) ?? [];
    const sentence = failure
        ? `${subject} could not be fetched: ${source} ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFailure */ .Ic)(failure)}`
        : `${subject} could not be fetched`;
    return {
        code: failure?.kind === 'differs-announced' ? 'INTEGRITY' : 'UNFETCHED',
        sentence: `${sentence}.`,
        hint: 'Every source that may serve it was asked; see below what each said.',
        details,
    };
}
function isAnswers(outcome) {
    return outcome instanceof Map;
}
/** The headline: what the gravest failures among these families were, then what their mirrors said. */
function gravestOf(families, answers) {
    const said = families.flatMap(({ sources }) => sources.flatMap(({ config }) => {
        const failure = answers.get(config.name);
        return failure && failure.kind !== 'unsupported' ? [[config.name, failure]] : [];
    }));
    const unasked = families.filter(({ sources }) => !sources.some(({ config }) => config.isAuthority));
    const names = new Map();
    for (const [name, failure] of sortByGravity(said)) {
        const what = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFailure */ .Ic)(failure);
        names.set(what, [...(names.get(what) ?? []), name]);
    }
    const sentences = [...names].map(([what, sources]) => `${LIST.format(sources)} ${what}`);
    const missing = unasked.map(({ name }) => `the authority of ${name} is not among the sources`);
    return [...sentences, ...missing].join('; ');
}
function gravest(said) {
    return sortByGravity(said)[0];
}
function sortByGravity(said) {
    return said.toSorted(([, a], [, b]) => _fallback_policy_js__WEBPACK_IMPORTED_MODULE_1__/* .GRAVITY */ .ZQ.indexOf(a.kind) - _fallback_policy_js__WEBPACK_IMPORTED_MODULE_1__/* .GRAVITY */ .ZQ.indexOf(b.kind));
}
/** One line for each thing that a source said about a subject, however often it said so; for the log and an error's details. */
function attemptLines(attempts) {
    const lines = new Map();
    for (const { step, subject, source, outcome, failure, ms } of attempts) {
        if (failure?.kind === 'unsupported')
            continue;
        const said = failure ? (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFailure */ .Ic)(failure) : 'served it';
        const line = `${step} ${subject}: ${source} ${said}${outcome === 'put-back' ? ' before, so others were asked first' : ''}`;
        const known = lines.get(line) ?? { times: 0, ms: 0 };
        lines.set(line, { times: known.times + 1, ms: known.ms + ms });
    }
    return [...lines].map(([line, { times, ms }]) => `${line} [${times > 1 ? `${times} times, ` : ''}${(0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .formatSeconds */ .Xo)(ms)}]`);
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
