export const id = 537;
export const ids = [537];
export const modules = {

/***/ 1413:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ko: () => (/* binding */ readInputs),
/* harmony export */   St: () => (/* binding */ readSurroundings),
/* harmony export */   WJ: () => (/* binding */ INPUT_DEFAULTS)
/* harmony export */ });
/* unused harmony export readDuration */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4138);


/** Every input of action.yml with its default. README and action.yml are held equal to this table by a test. */
const INPUT_DEFAULTS = {
    manifest: '',
    modules: '',
    'working-directory': '',
    sources: '',
    'source-map': '',
    prerelease: 'false',
    tags: '',
    'skip-dependencies': 'false',
    'repository-path': '',
    timeout: '10m',
    'source-timeout': '8s',
    concurrency: '16',
};
/** The folders that the runner names, or those of the machine where it names none. */
function readSurroundings(env, fallbackTemp) {
    return { workspace: env.GITHUB_WORKSPACE || process.cwd(), temp: env.RUNNER_TEMP || fallbackTemp };
}
/** @param get gives an input's text; empty for one that is not set */
function readInputs(get, { workspace }) {
    const text = (name) => get(name).trim() || INPUT_DEFAULTS[name];
    const prerelease = readSwitch('prerelease', text('prerelease'));
    if (!prerelease.ok)
        return prerelease;
    const skipDependencies = readSwitch('skip-dependencies', text('skip-dependencies'));
    if (!skipDependencies.ok)
        return skipDependencies;
    const timeout = readDuration('timeout', text('timeout'));
    if (!timeout.ok)
        return timeout;
    const sourceTimeout = readDuration('source-timeout', text('source-timeout'));
    if (!sourceTimeout.ok)
        return sourceTimeout;
    const concurrency = readCount('concurrency', text('concurrency'));
    if (!concurrency.ok)
        return concurrency;
    const workingDirectory = node_path__WEBPACK_IMPORTED_MODULE_0__.resolve(workspace, text('working-directory'));
    const repositoryPath = text('repository-path');
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({
        manifest: text('manifest'),
        modules: get('modules'),
        workingDirectory,
        sources: text('sources'),
        sourceMap: text('source-map'),
        prerelease: prerelease.value,
        tags: readWords(text('tags')),
        skipDependencies: skipDependencies.value,
        repositoryPath: repositoryPath === '' ? undefined : node_path__WEBPACK_IMPORTED_MODULE_0__.resolve(workspace, repositoryPath),
        timeoutMs: timeout.value,
        sourceTimeoutMs: sourceTimeout.value,
        concurrency: concurrency.value,
    });
}
function readSwitch(name, text) {
    const lower = text.toLowerCase();
    if (lower === 'true' || lower === 'false')
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)(lower === 'true');
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)(wrongInput(name, text, 'true or false'));
}
/** Words a line or between commas. */
function readWords(text) {
    return text
        .split(/[\r\n,]/)
        .map(word => word.trim())
        .filter(word => word !== '');
}
const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
/** `750ms`, `8s`, `10m`, `1h` in milliseconds: from 1 ms to 24 h. */
function readDuration(name, text) {
    const [, number, unit = ''] = /^([0-9]{1,9}(?:\.[0-9]{1,3})?)\s*(ms|s|m|h)$/.exec(text.toLowerCase()) ?? [];
    const ms = Number(number) * (UNIT_MS[unit] ?? Number.NaN);
    if (ms >= 1 && ms <= 24 * 3_600_000)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)(ms);
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)(wrongInput(name, text, `a time such as ${INPUT_DEFAULTS[name]}, 750ms or 1.5m, of at most 24h`));
}
const MOST_AT_ONCE = 64;
function readCount(name, text) {
    const count = /^[0-9]{1,4}$/.test(text) ? Number(text) : Number.NaN;
    if (count >= 1 && count <= MOST_AT_ONCE)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)(count);
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)(wrongInput(name, text, `a whole number from 1 to ${MOST_AT_ONCE}`));
}
function wrongInput(name, text, wanted) {
    return {
        code: 'INPUT',
        sentence: `The input "${name}" is "${text.slice(0, 80)}", which is not ${wanted}.`,
        hint: `Leave it out for the default${INPUT_DEFAULTS[name] === '' ? '' : ` (${INPUT_DEFAULTS[name]})`}.`,
    };
}


/***/ }),

/***/ 3312:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Md: () => (/* binding */ fileName),
/* harmony export */   US: () => (/* binding */ identityKey),
/* harmony export */   gH: () => (/* binding */ validId),
/* harmony export */   gZ: () => (/* binding */ formatIdentity)
/* harmony export */ });
/* harmony import */ var _version_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5718);

/** NuGet's limit (`PackageIdValidator.MaxPackageIdLength`). */
const MAX_ID_LENGTH = 100;
/**
 * NuGet's rule (`PackageIdValidator`), whose `\w` is narrowed to ASCII: an id becomes a file name and part of a URL.
 */
const ID = /^[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*$/;
/** Windows opens a device for these names, with any extension too. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;
/** Whether a text can be a package id, and so be put into a path or a URL as it is. */
function validId(id) {
    return id.length <= MAX_ID_LENGTH && ID.test(id) && !DEVICE.test(id);
}
/** Equal for equal identities and only for them: `pester/5.7.1`. */
function identityKey(identity) {
    return `${identity.id.toLowerCase()}/${(0,_version_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .urlVersion */ .Ov)(identity.version)}`;
}
/** The name that every client looks for in a local repository: `Pester.5.7.1.nupkg`. */
function fileName(identity) {
    return `${identity.id}.${(0,_version_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(identity.version)}.nupkg`;
}
/** For people: `Pester 5.7.1`. */
function formatIdentity(identity) {
    return `${identity.id} ${(0,_version_nuget_version_js__WEBPACK_IMPORTED_MODULE_0__/* .normalise */ .j7)(identity.version)}`;
}


/***/ }),

/***/ 6990:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ specifiedRange)
/* harmony export */ });
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4138);
/* harmony import */ var _version_nuget_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5718);
/* harmony import */ var _version_version_range_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7132);



/** PowerShell's own loader reads the star of a maximum as this number. */
const STAR = '999999999';
/**
 * The range that `@{ ModuleName; ModuleVersion; RequiredVersion; MaximumVersion }` states, in a module manifest, in
 * `#Requires` and in the metadata of a registry alike.
 */
function specifiedRange(versions) {
    if (versions.required) {
        const required = (0,_version_nuget_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .ot)(versions.required);
        return required.ok ? (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)((0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .exactly */ .pV)(required.value)) : (0,_result_js__WEBPACK_IMPORTED_MODULE_2__/* .err */ ._)({ text: versions.required, reason: required.error });
    }
    const min = bound(versions.minimum);
    if (!min.ok)
        return min;
    const max = bound(versions.maximum?.replaceAll('*', STAR));
    if (!max.ok)
        return max;
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)(min.value || max.value ? (0,_version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .between */ .Tq)(min.value, max.value) : _version_version_range_js__WEBPACK_IMPORTED_MODULE_0__/* .ANY_VERSION */ .W1);
}
function bound(text) {
    if (!text)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)(undefined);
    const version = (0,_version_nuget_version_js__WEBPACK_IMPORTED_MODULE_1__/* .parseVersion */ .ot)(text);
    return version.ok ? (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)({ version: version.value, inclusive: true }) : (0,_result_js__WEBPACK_IMPORTED_MODULE_2__/* .err */ ._)({ text, reason: version.error });
}


/***/ }),

/***/ 7915:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ bareVersion),
/* harmony export */   Qh: () => (/* binding */ missingValue),
/* harmony export */   dA: () => (/* binding */ bareWord),
/* harmony export */   d_: () => (/* binding */ entryInArray),
/* harmony export */   xD: () => (/* binding */ recogniseCommand)
/* harmony export */ });
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4138);
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1622);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8882);



/** The first word of a command; dots, slashes, stars and the like are part of it. */
const WORD = /(?:[\p{L}_\\/~*%?^:]|\.(?!\d))[^\s'"\u2018-\u201e`(){};,|&#]*|&/uy;
const KEYWORD = new RegExp(`^(?:${[
    'if|switch|foreach|for|while|do|try|trap|function|filter|workflow|configuration|class|enum|data|param|begin|process',
    'end|using|return|throw|exit|break|continue|parallel|sequence|inlinescript',
].join('|')})$`, 'i');
/** `Verb-Noun`, a call even if it stands alone. */
const CMDLET = /^\p{L}+-\p{L}[\p{L}\p{Nd}]*$/u;
/**
 * The command that a statement begins with, or undefined if it begins with something else. The cursor stays.
 *
 * One word alone is an error rather than a call: in a data file it is text without its quotes. Only in round brackets, where
 * nobody puts mere text, it is taken for a call.
 */
function recogniseCommand(cursor, surroundings) {
    const start = cursor.at;
    const word = cursor.match(WORD)?.[0];
    if (word === undefined)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)(undefined);
    if (KEYWORD.test(word))
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ form: 'keyword', why: `it runs the statement "${word}"` });
    if (cursor.match(_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .ENTRY_START */ .aS)) {
        if (surroundings === 'array')
            return entryInArray(start);
        if (surroundings === 'table')
            return missingValue(start);
    }
    cursor.at += word.length;
    cursor.skipBlanks();
    const alone = cursor.isAtStatementEnd() || cursor.peek() === ',';
    cursor.at = start;
    if (alone && surroundings !== 'brackets' && !CMDLET.test(word))
        return bareWord(start, word);
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({
        form: 'command',
        why: /^[&.]$/.test(word) ? 'it calls a command' : `it calls the command ${(0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .shown */ .SP)(word)}`,
    });
}
/** A name and "=" where the value of the entry before should be. */
function missingValue(at) {
    const hint = `Write the value of the entry before behind its "="; '' is the empty text.`;
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .syntaxFault */ .mf)(at, 'a value is missing before this entry', hint);
}
function entryInArray(at) {
    const hint = 'Write a table as @{ … }; @( … ) holds values without names.';
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .syntaxFault */ .mf)(at, 'an entry stands in an array', hint);
}
/** What a literal of other languages is in PowerShell. */
const CONSTANTS = { true: '$true', false: '$false', null: '$null', none: '$null' };
/** The fault of text that stands without quotes where a value should be. */
function bareWord(at, word) {
    const constant = CONSTANTS[word.toLowerCase()];
    const hint = constant === undefined ? `Put it in quotes: '${(0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .shown */ .SP)(word)}'` : `Write it as ${constant}`;
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .syntaxFault */ .mf)(at, `${(0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .shown */ .SP)(word)} is neither text in quotes nor a number`, hint);
}
/** Versions and ranges that begin like a number or a type but are none: `5.7.1`, `2.*`, `1.0-beta`, `>=1.0`, `[1.0,2.0)`. */
const VERSION = /\d+(?:\.\d+){2,}[\w.*+-]*|\d+(?:\.\d+)*(?:\.\*|-\p{L}[\w.]*)|[<>]=?\s*\d[\w.*+-]*|\[(?=[ ,]*\d)[\w .,*+-]+[\])]/uy;
/** The fault of a version that stands without quotes; undefined if there is none here. */
function bareVersion(cursor) {
    const version = cursor.match(VERSION)?.[0];
    if (version === undefined)
        return undefined;
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .syntaxFault */ .mf)(cursor.at, `${(0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .shown */ .SP)(version)} needs quotes`, `Write it as '${(0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .shown */ .SP)(version)}'`);
}


/***/ }),

/***/ 1622:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HZ: () => (/* binding */ searchFrom),
/* harmony export */   MD: () => (/* binding */ DOUBLE_QUOTES),
/* harmony export */   Pk: () => (/* binding */ SINGLE_QUOTES),
/* harmony export */   a7: () => (/* binding */ BLANKS),
/* harmony export */   aS: () => (/* binding */ ENTRY_START),
/* harmony export */   bs: () => (/* binding */ Cursor),
/* harmony export */   jJ: () => (/* binding */ DASHES),
/* harmony export */   o_: () => (/* binding */ NAME)
/* harmony export */ });
/**
 * The characters of PowerShell: what counts as blank, line end, quote, dash and name. Rules: PowerShell's `CharTraits.cs`
 * and `tokenizer.cs`. It takes typographic quotes and dashes for the plain ones, since texts are pasted from web pages.
 */
const SINGLE_QUOTES = "'\u2018-\u201b";
const DOUBLE_QUOTES = '"\u201c-\u201e';
const DASHES = '\\-\u2013-\u2015';
/** .NET's separators (Zs, Zl, Zp) count as blanks, U+2028 and U+2029 included; a line ends with CR, LF or both alone. */
const BLANKS = '\\t\\v\\f \\u0085\\p{Z}';
/** A simple name: what a key may be without quotes. PowerShell looks at UTF-16 units, so no letter beyond 0xFFFF is one to it. */
const NAME = /[[\p{L}_]&&[\0-\uffff]][[\p{L}\p{Nd}_]&&[\0-\uffff]]*/vy;
/** A name with an equals sign behind it: an entry of a table begins. */
const ENTRY_START = new RegExp(`${NAME.source}[ \\t]*=`, 'vy');
const BLANK_RUN = new RegExp(`[${BLANKS}]+`, 'uy');
const LINE_END = /\r\n|[\r\n]/y;
const LINE_COMMENT = /#[^\r\n]*/y;
/** A backtick joins the next line only if it is the last character; before a blank it counts as one itself. */
const JOINT = new RegExp(`\`(?:\\r\\n|[\\r\\n${BLANKS}])`, 'uy');
/** A reading position in a text. Every token begins where `skipBlanks` or `skipLines` stopped. */
class Cursor {
    text;
    at = 0;
    /** Where a block comment begins that never ends; everything behind it is comment. */
    unclosedComment;
    constructor(text) {
        this.text = text;
    }
    isDone() {
        return this.at >= this.text.length;
    }
    /** The character here, or the empty string at the end. */
    peek() {
        return this.text.charAt(this.at);
    }
    startsWith(token) {
        return this.text.startsWith(token, this.at);
    }
    /** The text that a sticky expression matches here; the cursor stays. */
    match(sticky) {
        sticky.lastIndex = this.at;
        return sticky.exec(this.text) ?? undefined;
    }
    /** Passes what a sticky expression matches here; false where it does not match. */
    skip(sticky) {
        sticky.lastIndex = this.at;
        if (!sticky.test(this.text))
            return false;
        this.at = sticky.lastIndex;
        return true;
    }
    /** Passes blanks, comments and joined line ends, up to a token or the end of the line. */
    skipBlanks() {
        while (this.skip(BLANK_RUN) || this.skip(LINE_COMMENT) || this.#skipBlockComment() || this.skip(JOINT))
            ;
    }
    /** Passes line ends as well. */
    skipLines() {
        do
            this.skipBlanks();
        while (this.skip(LINE_END));
    }
    /** Passes what stands between two statements: line ends and semicolons. */
    skipSeparators() {
        for (;;) {
            this.skipLines();
            if (this.peek() !== ';')
                return;
            this.at += 1;
        }
    }
    isAtLineEnd() {
        return this.peek() === '\n' || this.peek() === '\r';
    }
    /** Whether nothing more of a statement can stand here. */
    isAtStatementEnd() {
        return this.isDone() || this.isAtLineEnd() || ';)}'.includes(this.peek());
    }
    #skipBlockComment() {
        if (!this.startsWith('<#'))
            return false;
        const end = this.text.indexOf('#>', this.at + 2);
        if (end === -1)
            this.unclosedComment = this.at;
        this.at = end === -1 ? this.text.length : end + 2;
        return true;
    }
}
/** Where a global expression matches first from `from` on, or -1. */
function searchFrom(text, global, from) {
    global.lastIndex = from;
    return global.exec(text)?.index ?? -1;
}


/***/ }),

/***/ 8882:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SP: () => (/* binding */ shown),
/* harmony export */   Zw: () => (/* binding */ problemOf),
/* harmony export */   mf: () => (/* binding */ syntaxFault)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7748);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5078);
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4138);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8804);




function syntaxFault(at, what, hint) {
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)({ code: 'PSD1_SYNTAX', at, what, hint });
}
/** The user's own words in a message, but not at any length. */
function shown(words) {
    return (0,_redact_js__WEBPACK_IMPORTED_MODULE_1__/* .excerpt */ .Kb)(words, 60);
}
function problemOf(document, fault) {
    const { code, at, what, hint, other } = fault;
    const problem = { code, sentence: `${document.file} cannot be read: ${what}.`, hint };
    if (other === undefined)
        return (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .problemAt */ .l4)(document, at, problem);
    const { line, column } = (0,_problem_js__WEBPACK_IMPORTED_MODULE_3__/* .placeAt */ .BW)(document.text, other.at, document.file);
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .problemAt */ .l4)(document, at, { ...problem, details: [`${other.label}: line ${line}, column ${column}`] });
}


/***/ }),

/***/ 7024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $U: () => (/* binding */ noValue),
/* harmony export */   Ve: () => (/* binding */ duplicateKey),
/* harmony export */   __: () => (/* binding */ commaBetweenEntries),
/* harmony export */   b2: () => (/* binding */ unclosedString),
/* harmony export */   ew: () => (/* binding */ trailingComma),
/* harmony export */   yh: () => (/* binding */ afterValue)
/* harmony export */ });
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4138);
/* harmony import */ var _command_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7915);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8882);



/** A value was read, and what follows neither ends its statement nor goes on with it. */
function afterValue(cursor, value, surroundings) {
    const { at, text } = cursor;
    const char = cursor.peek();
    const last = (value.kind === 'array' ? value.items.at(-1) : undefined) ?? value;
    const goesOverLines = last.kind === 'string' && /[\r\n]/.test(last.value) && text.charAt(last.at) !== '@';
    if (goesOverLines)
        return unclosedString(last.at);
    if (char === ']') {
        return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'this ] closes nothing', 'Write an array as @( … ); a range of versions needs quotes.');
    }
    if (char === ')' || char === '}') {
        return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, `this ${char} closes nothing`, 'Remove it, or look above for one too many.');
    }
    switch (surroundings) {
        case 'table':
            if (char === '=')
                return (0,_command_js__WEBPACK_IMPORTED_MODULE_0__/* .missingValue */ .Qh)(value.at);
            return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'two entries of a table are not separated', 'Begin a new line here, or put ; before it.');
        case 'array':
            if (char === '=')
                return (0,_command_js__WEBPACK_IMPORTED_MODULE_0__/* .entryInArray */ .d_)(at);
            return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'two items of an array are not separated', 'Put a comma before it, or begin a new line.');
        case 'brackets':
            return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'something follows the value in round brackets', 'Close them before it with )');
        case 'file':
            if (char === '=')
                return entriesOutsideTable(at);
            return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'something follows the value of the file', 'A data file holds one value; remove the rest.');
    }
}
/** A text that goes over line ends, and is not followed by what should follow, has lost its own closing quote. */
function unclosedString(at) {
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'the string that begins here is closed too late', 'Put the closing quote where the text ends.');
}
function entriesOutsideTable(at) {
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'its entries stand outside a table', 'Put @{ before the first entry and } behind the last.');
}
/** No value begins here, where one must. */
function noValue(cursor) {
    const { at } = cursor;
    const char = cursor.peek();
    const version = (0,_command_js__WEBPACK_IMPORTED_MODULE_0__/* .bareVersion */ .D)(cursor);
    if (version)
        return version;
    if (char === '[')
        return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'an array in square brackets is not PowerShell', 'Write it as @( … )');
    const word = cursor.match(WORD)?.[0];
    if (word !== undefined)
        return (0,_command_js__WEBPACK_IMPORTED_MODULE_0__/* .bareWord */ .dA)(at, word);
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'a value is missing here', "Write one; text stands in quotes, and '' is the empty text.");
}
const WORD = /[^\s;,(){}'"\u2018-\u201e#`]+/y;
/** A comma with a name and "=" behind it. */
function commaBetweenEntries(at) {
    const hint = 'Put each entry on a line of its own, or ; between them.';
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'a comma stands between two entries of a table', hint);
}
function trailingComma(at) {
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .syntaxFault */ .mf)(at, 'nothing follows this comma', 'Remove it, or add the item that is missing.');
}
function duplicateKey(key, at, firstAt) {
    const what = `${(0,_fault_js__WEBPACK_IMPORTED_MODULE_1__/* .shown */ .SP)(key)} is stated twice in one table`;
    const hint = 'Keep one of the two; letter case makes no difference.';
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__/* .err */ ._)({ code: 'PSD1_DUPLICATE_KEY', at, what, hint, other: { at: firstAt, label: 'The other one is at' } });
}


/***/ }),

/***/ 5476:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ readNumber)
/* harmony export */ });
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1622);

/** Sign, hexadecimal digits (none are 0), binary digits, or a decimal number, type suffix, multiplier (`tokenizer.cs`, `ScanNumberHelper`). */
const NUMBER = /(?<sign>[+\-\u2013-\u2015])?(?:0x(?<hex>[0-9a-f]*)|0b(?<binary>[01]*)|(?<decimal>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:e[+\-\u2013-\u2015]?[0-9]+)?))(?<suffix>u[lsy]?|[lsydn])?(?:(?<multiplier>[kmgtp])b)?/iy;
/** A number ends where another token can begin; `7z` is a word (`ForceStartNewToken`, `ForceStartNewTokenAfterNumber`). */
const NUMBER_END = new RegExp(`[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .BLANKS */ .a7}${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DASHES */ .jJ}\\r\\n\\0&(),;{|}!#%*+./<=>\\]]|$`, 'uy');
/** Longer ones are beyond every type, and turning digits into a number takes more than linear time. */
const MAX_DIGITS = 200;
/** The greatest `decimal` of .NET, a little rounded down. How it turns greater integers into a double depends on its version. */
const MAX_DECIMAL = 7.9e28;
/** Digits that every `decimal` keeps. */
const DECIMAL_DIGITS = 28;
const MULTIPLIERS = {
    k: 2n ** 10n,
    m: 2n ** 20n,
    g: 2n ** 30n,
    t: 2n ** 40n,
    p: 2n ** 50n,
};
/** Bits of the integer types that a suffix asks for. */
const SUFFIX_BITS = { y: 8, s: 16, l: 64, uy: 8, us: 16, ul: 64, u: 64 };
/** The number that begins at `at`; undefined if none does. */
function readNumber(text, at) {
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (!match?.groups)
        return undefined;
    NUMBER_END.lastIndex = NUMBER.lastIndex;
    if (!NUMBER_END.test(text))
        return undefined;
    const value = evaluate(match.groups);
    return { text: match[0], ...(value !== undefined && { value }) };
}
function evaluate(groups) {
    const { sign = '+', binary, hex, decimal = '' } = groups;
    const suffix = groups.suffix?.toLowerCase() ?? '';
    const factor = MULTIPLIERS[groups.multiplier?.toLowerCase() ?? ''] ?? 1n;
    if (binary === '' || (binary ?? hex ?? decimal).length > MAX_DIGITS)
        return undefined;
    if (/[.e]/i.test(decimal)) {
        const value = evaluateReal(decimal, suffix, Number(factor));
        return sign === '+' || value === undefined ? value : -value;
    }
    const digits = readDigits(groups, suffix);
    const value = (sign === '+' ? digits : -digits) * factor;
    return fits(value, suffix, decimal === '') ? Number(value) : undefined;
}
/** A suffix of an integer type rounds; `d` rounds what it cannot keep. */
function evaluateReal(decimal, suffix, factor) {
    if (suffix === 'd' ? /e/i.test(decimal) || decimal.length > DECIMAL_DIGITS : suffix !== '')
        return undefined;
    const value = Number(decimal.replace(/[\u2013-\u2015]/, '-')) * factor;
    return value > (suffix === 'd' ? MAX_DECIMAL : Number.MAX_VALUE) ? undefined : value;
}
function readDigits({ binary, hex, decimal = '' }, suffix) {
    if (binary !== undefined)
        return readBinary(binary, suffix);
    return hex === undefined ? BigInt(decimal) : readHex(hex, suffix);
}
/** Hexadecimal digits that fill the type are its bits, so that `0xFFFFFFFF` is -1 (`TryGetNumberValue`). */
function readHex(digits, suffix) {
    const value = BigInt(`0x0${digits}`);
    if (suffix.startsWith('u'))
        return value;
    const bits = SUFFIX_BITS[suffix] ?? (digits.length < 15 ? 32 : 64);
    return digits.length * 4 === bits ? BigInt.asIntN(bits, value) : value;
}
/** Binary digits that fill any type are its bits, whatever the suffix: `0b11111111` is -1 (`Utils.ParseBinary`). */
function readBinary(digits, suffix) {
    const value = BigInt(`0b${digits}`);
    const isFull = [8, 16, 32, 64, 96].includes(digits.length) || digits.length >= 128;
    return isFull && !suffix.startsWith('u') ? BigInt.asIntN(digits.length, value) : value;
}
/** Without a suffix a decimal number grows into wider types without end, one in another base up to 64 bits. */
function fits(value, suffix, inBits) {
    if (suffix === 'n')
        return true;
    const bits = SUFFIX_BITS[suffix] ?? (inBits && suffix === '' ? 64 : undefined);
    if (bits === undefined)
        return Math.abs(Number(value)) <= MAX_DECIMAL;
    return suffix.startsWith('u') ? BigInt.asUintN(bits, value) === value : BigInt.asIntN(bits, value) === value;
}


/***/ }),

/***/ 1239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  m: () => (/* binding */ parsePsd1),
  R: () => (/* binding */ readElement)
});

// EXTERNAL MODULE: ./lib/result.js
var result = __webpack_require__(4138);
;// CONCATENATED MODULE: ./lib/psd1/cast.js
/** A piece of a type literal up to the next square bracket. Types never hold quotes or other brackets. */
const PIECE = /[^[\]\r\n'"(){}#;@$]*[[\]]/y;
/** Passes a type literal (`[int]`, `[System.Collections.Generic.List[string]]`); undefined if none stands here. */
function readType(cursor) {
    const start = cursor.at;
    let depth = 1;
    cursor.at += 1;
    while (depth > 0 && cursor.skip(PIECE))
        depth += cursor.text.charAt(cursor.at - 1) === '[' ? 1 : -1;
    const name = cursor.text.slice(start + 1, cursor.at - 1).trim();
    if (depth === 0 && /^[\p{L}_]/u.test(name))
        return name;
    cursor.at = start;
    return undefined;
}
const signed = (bits) => ({ least: -(2n ** (bits - 1n)), most: 2n ** (bits - 1n) - 1n });
const unsigned = (bits) => ({ least: 0n, most: 2n ** bits - 1n });
/** The integer types that PowerShell takes casts to in a data file, under each of their names. */
const INTEGERS = new Map([
    ...['sbyte'].map(name => [name, signed(8n)]),
    ...['byte'].map(name => [name, unsigned(8n)]),
    ...['short', 'int16'].map(name => [name, signed(16n)]),
    ...['ushort', 'uint16'].map(name => [name, unsigned(16n)]),
    ...['int', 'int32'].map(name => [name, signed(32n)]),
    ...['uint', 'uint32'].map(name => [name, unsigned(32n)]),
    ...['long', 'int64'].map(name => [name, signed(64n)]),
    ...['ulong', 'uint64'].map(name => [name, unsigned(64n)]),
]);
/** Eighteen digits fit every type but the small ones, and no text of them is rounded on its way. */
const PLAIN_INTEGER = /^[+-]?[0-9]{1,18}$/;
/**
 * `[int]'5'` is 5, `[bool]1` is true; undefined for every cast whose outcome takes more than that to tell, and for those that
 * PowerShell refuses in a data file (`[version]`, `[string]`).
 */
function castConstant(type, operand, at) {
    const name = type.toLowerCase().replace(/^system\./, '');
    if (name === 'bool' || name === 'boolean')
        return castToBoolean(operand, at);
    const range = INTEGERS.get(name);
    const value = integerOf(operand);
    if (range === undefined || value === undefined || value < range.least || value > range.most)
        return undefined;
    return { kind: 'number', value: Number(value), text: String(value), at };
}
/** Any text but the empty one is true, `'false'` too. */
function castToBoolean(operand, at) {
    switch (operand.kind) {
        case 'string':
            return { kind: 'boolean', value: operand.value !== '', at };
        case 'number':
            return { kind: 'boolean', value: operand.value !== 0, at };
        case 'boolean':
            return { ...operand, at };
        case 'null':
            return { kind: 'boolean', value: false, at };
        default:
            return undefined;
    }
}
function integerOf(operand) {
    if (operand.kind === 'string' && PLAIN_INTEGER.test(operand.value))
        return BigInt(operand.value.replace('+', ''));
    if (operand.kind === 'number' && Number.isSafeInteger(operand.value))
        return BigInt(operand.value);
    return undefined;
}

// EXTERNAL MODULE: ./lib/psd1/command.js
var psd1_command = __webpack_require__(7915);
// EXTERNAL MODULE: ./lib/psd1/cursor.js
var psd1_cursor = __webpack_require__(1622);
// EXTERNAL MODULE: ./lib/psd1/fault.js
var fault = __webpack_require__(8882);
;// CONCATENATED MODULE: ./lib/psd1/foreign-file.js
const AS_TABLE = "A data file holds one table: @{ Pester = @{ version = '5.7.1' } }";
const SCRIPT = 'it is a script, and a data file is read without running anything';
/** The files that are taken for data files by mistake, the more particular signs first. */
const SIGNS = [
    {
        begins: /\{\s*["}]|\[\s*(?:["{\][]|-?\d+\s*[,\]])/y,
        code: 'PSD1_OTHER_FORMAT',
        what: 'it holds JSON, not PowerShell data',
        hint: 'Give the file a name that ends in .json.',
    },
    {
        begins: /\{/y,
        code: 'PSD1_SYNTAX',
        what: 'it begins with "{", which is a script block in PowerShell',
        hint: 'A table begins with @{',
    },
    {
        begins: /<(?:!doctype html|html|head|body)/iy,
        code: 'PSD1_OTHER_FORMAT',
        what: 'it holds an HTML page, perhaps the error or login page of a site that it was downloaded from',
        hint: 'Fetch the file again and look at its beginning.',
    },
    {
        begins: /<[?!a-z]/iy,
        code: 'PSD1_OTHER_FORMAT',
        what: 'it holds XML, not PowerShell data',
        hint: AS_TABLE,
    },
    {
        begins: /---|%YAML|- \S|(?:"[^"\r\n]*"|'[^'\r\n]*')[ \t]*:|[\p{L}_][\p{L}\p{Nd}_.-]*[ \t]*:(?![:\\/])/uy,
        code: 'PSD1_OTHER_FORMAT',
        what: 'it holds YAML, not PowerShell data',
        hint: AS_TABLE,
    },
    {
        begins: /[\p{L}_][\p{L}\p{Nd}_.-]*[ \t]*=/uy,
        code: 'PSD1_SYNTAX',
        what: 'its entries stand outside a table',
        hint: 'Put @{ before the first entry and } behind the last.',
    },
    {
        begins: /return\s*@[{(]/iy,
        code: 'PSD1_NOT_DATA',
        what: SCRIPT,
        hint: 'Remove "return": the table alone is the value of the file.',
    },
    {
        begins: /\[ordered\]\s*@\{/iy,
        code: 'PSD1_NOT_DATA',
        what: '[ordered] makes its table an expression, which PowerShell does not allow in a data file',
        hint: 'Remove [ordered].',
    },
    {
        begins: /[\p{L}_&]|\.(?!\d)|\$(?!(?:true|false|null)(?![\p{L}\p{Nd}_]))|\[[\p{L}_]/iuy,
        code: 'PSD1_NOT_DATA',
        what: SCRIPT,
        hint: AS_TABLE,
    },
];
/** Recognises by its beginning a file that is no data file at all. */
function recogniseForeignFile(cursor) {
    const sign = SIGNS.find(({ begins }) => cursor.match(begins) !== undefined);
    return sign && { code: sign.code, at: cursor.at, what: sign.what, hint: sign.hint };
}

// EXTERNAL MODULE: ./lib/psd1/mend.js
var mend = __webpack_require__(7024);
// EXTERNAL MODULE: ./lib/psd1/numbers.js
var numbers = __webpack_require__(5476);
// EXTERNAL MODULE: ./lib/psd1/skip-expression.js
var skip_expression = __webpack_require__(5846);
// EXTERNAL MODULE: ./lib/psd1/strings.js
var strings = __webpack_require__(9000);
;// CONCATENATED MODULE: ./lib/psd1/key.js







/**
 * Reads the key of an entry and its `=`, up to the value. A key is a simple name, a string or a number; PowerShell would
 * take expressions too, but whatever they give, the reader of a table could not tell which entries it has.
 *
 * @param tableAt where the table opens
 */
function readKey(cursor, tableAt) {
    const keyAt = cursor.at;
    const read = readName(cursor);
    if (!read.ok)
        return read;
    const key = read.value;
    if (key === undefined)
        return noKey(cursor, tableAt);
    cursor.skipBlanks();
    if (cursor.peek() !== '=')
        return noEquals(cursor, key, keyAt);
    cursor.at += 1;
    if (cursor.peek() === '=')
        return (0,fault/* syntaxFault */.mf)(cursor.at, 'there is one "=" too many', 'Remove it.');
    cursor.skipLines();
    if (cursor.isAtStatementEnd()) {
        return (0,fault/* syntaxFault */.mf)(keyAt, `${(0,fault/* shown */.SP)(key)} has no value`, 'Write one behind the "="; \'\' is the empty text.');
    }
    return (0,result.ok)({ key, keyAt });
}
function readName(cursor) {
    const { at, text } = cursor;
    const name = cursor.match(psd1_cursor/* NAME */.o_)?.[0];
    if (name !== undefined) {
        cursor.at += name.length;
        return (0,result.ok)(name);
    }
    if ((0,strings/* startsString */.fF)(text, at)) {
        const string = (0,strings/* readString */.E3)(text, at);
        if (!string.ok)
            return string;
        if (string.value.why !== undefined) {
            return (0,fault/* syntaxFault */.mf)(at, `the name of an entry cannot be known: ${string.value.why}`, 'Write it in single quotes.');
        }
        cursor.at = string.value.end;
        return (0,result.ok)(string.value.value);
    }
    const number = (0,numbers/* readNumber */.k)(text, at);
    if (number?.value === undefined || !isPlain(number.value, number.text))
        return (0,result.ok)(undefined);
    cursor.at += number.text.length;
    return (0,result.ok)(String(number.value));
}
/** Whether .NET writes the number as we do: without an exponent, and without the zeros that `1.50d` keeps. */
function isPlain(value, text) {
    const size = Math.abs(value);
    return Object.is(value, 0) || (size >= 1e-4 && size < 1e15 && !/\.\d*d/i.test(text));
}
/** Controls, soft hyphens, zero-width spaces: what pasting leaves in a name, and no comparison of .NET sees. */
const INVISIBLE = /[[\p{Cc}--[\t-\r\u0085]]\p{Cf}\p{Default_Ignorable_Code_Point}]/gv;
/**
 * What of a key counts where two must not be equal. PowerShell compares ordinally while it parses, and by the culture of the
 * user when it makes the table: letter case, what does not show, and the two ways to write an accent make no difference.
 * Beyond that it depends on the culture (`ﬁ` and `fi`), and the keys are two.
 */
function foldKey(key) {
    return key
        .toLowerCase()
        .normalize('NFC')
        .replace(INVISIBLE, '')
        .replace(/\P{ASCII}/gu, foldLetter);
}
/** Upper case brings together what has two small letters (`σ` and `ς`); it must not make `SS` of `ß`, nor `S` of `ſ`. */
function foldLetter(letter) {
    const upper = letter.toUpperCase();
    return upper.length === letter.length && upper > '\u007f' ? upper : letter;
}
/** A word as somebody may have meant it to be a key: `Az.Accounts`, `$name`, `owner/name`. */
const BARE_KEY = /[^\s=:;,(){}'"\u2018-\u201e#`]+/y;
/** Nothing here can be the key of an entry. */
function noKey(cursor, tableAt) {
    const { at } = cursor;
    const char = cursor.peek();
    if (cursor.isDone())
        return (0,fault/* syntaxFault */.mf)(tableAt, 'the table opened here is never closed', 'Close it with }');
    if (char === ')')
        return (0,skip_expression/* mismatchedBracket */.s$)(tableAt, '}', at);
    if (char === ',')
        return (0,mend/* commaBetweenEntries */.__)(at);
    if (cursor.startsWith('@{')) {
        const hint = 'Write Name = @{ … }, or @( ) in place of the outer @{ } to make a list.';
        return (0,fault/* syntaxFault */.mf)(at, 'a table inside a table has no name', hint);
    }
    const word = cursor.match(BARE_KEY)?.[0];
    if (word === undefined) {
        return (0,fault/* syntaxFault */.mf)(at, 'the name of an entry should stand here', "An entry is written Name = 'value'");
    }
    if (word.startsWith('$')) {
        const hint = `Write it without the dollar sign: ${(0,fault/* shown */.SP)(word.slice(1))} = …`;
        return (0,fault/* syntaxFault */.mf)(at, `${(0,fault/* shown */.SP)(word)} is a variable, where the name of an entry should be`, hint);
    }
    return unquotedKey(at, word);
}
function unquotedKey(at, word) {
    return (0,fault/* syntaxFault */.mf)(at, `the name ${(0,fault/* shown */.SP)(word)} needs quotes`, `Write '${(0,fault/* shown */.SP)(word)}' = …`);
}
/** A key was read from `keyAt` on, and no `=` follows. */
function noEquals(cursor, key, keyAt) {
    const { at, text } = cursor;
    const char = cursor.peek();
    const quoted = `'${(0,fault/* shown */.SP)(key).replaceAll("'", "''")}'`;
    if (char === ':') {
        return (0,fault/* syntaxFault */.mf)(at, `":" stands behind ${(0,fault/* shown */.SP)(key)}, where "=" should be`, `Write ${quoted} = …`);
    }
    if (char === ',') {
        const hint = 'Write a list as @( … ), or give each name a value.';
        return (0,fault/* syntaxFault */.mf)(keyAt, `${(0,fault/* shown */.SP)(key)} is an item of a list inside @{ }, which holds entries`, hint);
    }
    BARE_KEY.lastIndex = keyAt;
    const word = BARE_KEY.exec(text)?.[0] ?? '';
    if (word.length > key.length)
        return unquotedKey(keyAt, word);
    if (/[\r\n=]/.test(key) && text.charAt(keyAt) !== '@')
        return (0,mend/* unclosedString */.b2)(keyAt);
    return (0,fault/* syntaxFault */.mf)(at, `"=" is missing behind ${(0,fault/* shown */.SP)(key)}`, `Write ${quoted} = 'value'`);
}

// EXTERNAL MODULE: ./lib/psd1/value.js
var psd1_value = __webpack_require__(7035);
// EXTERNAL MODULE: ./lib/psd1/word.js
var word = __webpack_require__(9912);
;// CONCATENATED MODULE: ./lib/psd1/scalar.js








const VARIABLE = /\$(?:[$?^]|[\p{L}\p{Nd}_:?]+|\{[^}]*\})/uy;
/**
 * A comment right behind a number or a constant, with a quote in its first word: `$true#don't`. PowerShell 7 first reads all of
 * it as the name of a command, and refuses the file for the quote that is not closed.
 */
const GLUED_COMMENT = new RegExp(`#[^${word/* WORD_ENDS */.C2}]*?[${psd1_cursor/* SINGLE_QUOTES */.Pk}${psd1_cursor/* DOUBLE_QUOTES */.MD}\`$]`, 'uy');
const GLUED = 'a comment begins right behind it, which PowerShell reads as part of a command';
/**
 * Reads a value that holds no other values: a string, a number, a constant; and what cannot be known and holds nothing that
 * need be understood: a variable, a sub-expression, a script block. Undefined if none of them begins here.
 */
function readScalar(cursor) {
    const { at, text } = cursor;
    if ((0,strings/* startsString */.fF)(text, at)) {
        const string = (0,strings/* readString */.E3)(text, at);
        if (!string.ok)
            return string;
        const { value, why, end } = string.value;
        cursor.at = end;
        return (0,result.ok)(why === undefined ? { kind: 'string', value, at } : (0,psd1_value/* unknownValue */.U)(text, at, end, why));
    }
    const version = (0,psd1_command/* bareVersion */.D)(cursor);
    if (version)
        return version;
    const number = (0,numbers/* readNumber */.k)(text, at);
    if (number) {
        cursor.at += number.text.length;
        const { value, text: written } = number;
        if (value === undefined)
            return (0,result.ok)((0,psd1_value/* unknownValue */.U)(text, at, cursor.at, 'its suffix or form makes it uncertain which number it is'));
        if (cursor.match(GLUED_COMMENT))
            return (0,result.ok)((0,psd1_value/* unknownValue */.U)(text, at, cursor.at, GLUED));
        return (0,result.ok)({ kind: 'number', value, text: written, at });
    }
    if (cursor.startsWith('$('))
        return readBlock(cursor, at + 1, 'it runs a sub-expression, $( )');
    if (cursor.startsWith('{'))
        return readBlock(cursor, at, 'it is a script block; a table begins with @{');
    const variable = cursor.match(VARIABLE)?.[0];
    return variable === undefined ? undefined : readVariable(cursor, variable);
}
function readVariable(cursor, name) {
    const { at, text } = cursor;
    cursor.at += name.length;
    if (cursor.match(GLUED_COMMENT))
        return (0,result.ok)((0,psd1_value/* unknownValue */.U)(text, at, cursor.at, GLUED));
    switch (name.toLowerCase()) {
        case '$true':
            return (0,result.ok)({ kind: 'boolean', value: true, at });
        case '$false':
            return (0,result.ok)({ kind: 'boolean', value: false, at });
        case '$null':
            return (0,result.ok)({ kind: 'null', at });
        default:
            return (0,result.ok)((0,psd1_value/* unknownValue */.U)(text, at, cursor.at, (0,strings/* readsVariable */.y$)(name)));
    }
}
function readBlock(cursor, bracketAt, why) {
    const { at, text } = cursor;
    cursor.at = bracketAt;
    const skipped = (0,skip_expression/* skipBracket */.Wv)(cursor);
    return skipped.ok ? (0,result.ok)((0,psd1_value/* unknownValue */.U)(text, at, cursor.at, why)) : skipped;
}

;// CONCATENATED MODULE: ./lib/psd1/parse.js











/**
 * Reads a PowerShell data file (`.psd1`) without running anything: the data subset of the language as PowerShell's own
 * parser reads it (`Parser.cs`, `SafeValues.cs`). The value is mostly a table; an array, a text or a constant alone is
 * data too. An expression that would have to be evaluated becomes `unknown` inside it.
 *
 * Errors: `PSD1_SYNTAX`, `PSD1_DUPLICATE_KEY`, `PSD1_TOO_DEEP`, `PSD1_EMPTY` for a file without a value, `PSD1_NOT_DATA` for
 * a script, `PSD1_OTHER_FORMAT` for JSON, YAML, HTML and XML; each with place, frame and the likely mend. Time and memory
 * are linear in the length of the text.
 */
function parsePsd1(document) {
    const value = new Parser(new psd1_cursor/* Cursor */.bs(document.text)).readFile();
    return value.ok ? value : (0,result/* err */._)((0,fault/* problemOf */.Zw)(document, value.error));
}
/** Reads the one value that begins at the cursor, and no list, up to whatever follows it. */
function readElement(cursor) {
    return new Parser(cursor).readElement();
}
/** No real file nests deeper than ten; what does is made to exhaust the stack. */
const MAX_DEPTH = 64;
/** What calculates with the value before it, or takes a part of it. */
const OPERATOR = new RegExp(`[${psd1_cursor/* DASHES */.jJ}]\\p{L}*|\\+\\+?|\\.\\.|::|\\?[?.[]?|[|]{1,2}|&&?|[*/%.[<>!]`, 'uy');
/** What stands before an operand; a comma makes an array of it. */
const PREFIX = new RegExp(`[,!]|\\+\\+?|[${psd1_cursor/* DASHES */.jJ}]\\p{L}+|[${psd1_cursor/* DASHES */.jJ}]{1,2}`, 'uy');
/** A type literal with anything else behind it stands for the type itself, or a member of it: `[int].5`. */
const CAST_OPERAND = new RegExp(`[${psd1_cursor/* SINGLE_QUOTES */.Pk}${psd1_cursor/* DOUBLE_QUOTES */.MD}${psd1_cursor/* DASHES */.jJ}@(\\[{$+!0-9]`);
class Parser {
    #cursor;
    #depth = 0;
    constructor(cursor) {
        this.#cursor = cursor;
    }
    readFile() {
        const value = this.#readRoot();
        const { unclosedComment } = this.#cursor;
        if (unclosedComment === undefined)
            return value;
        return (0,fault/* syntaxFault */.mf)(unclosedComment, 'the comment that begins here is never closed', 'Close it with #>');
    }
    #readRoot() {
        const cursor = this.#cursor;
        cursor.skipSeparators();
        if (cursor.isDone()) {
            return (0,result/* err */._)({
                code: 'PSD1_EMPTY',
                at: cursor.at,
                what: 'it is empty',
                hint: "Write a table: @{ Pester = @{ version = '5.7.1' } }",
            });
        }
        const foreign = recogniseForeignFile(cursor);
        if (foreign)
            return (0,result/* err */._)(foreign);
        const read = this.#readStatement('file');
        if (!read.ok)
            return read;
        const root = read.value;
        cursor.skipSeparators();
        if (!cursor.isDone())
            return (0,mend/* afterValue */.yh)(cursor, root, 'file');
        if (root.kind !== 'unknown')
            return (0,result.ok)(root);
        const hint = 'A data file holds one table and nothing that must be evaluated.';
        return (0,result/* err */._)({ code: 'PSD1_NOT_DATA', at: root.at, what: `it is not plain data: ${root.why}`, hint });
    }
    /** A statement gives one value: an element, a list of elements, or something that only running it would tell. */
    #readStatement(surroundings) {
        const cursor = this.#cursor;
        const start = cursor.at;
        const command = (0,psd1_command/* recogniseCommand */.xD)(cursor, surroundings);
        if (!command.ok)
            return command;
        if (command.value)
            return this.#skipStatement(start, command.value.why, command.value.form);
        const value = this.#readList();
        if (!value.ok)
            return value;
        if (cursor.isAtStatementEnd())
            return value;
        const operator = cursor.match(OPERATOR)?.[0];
        if (operator === undefined)
            return (0,mend/* afterValue */.yh)(cursor, value.value, surroundings);
        const why = value.value.kind === 'unknown' ? value.value.why : describeOperator(operator);
        return this.#skipStatement(start, why, 'expression');
    }
    /** `'a', 'b'`: an array without brackets, which goes on after a comma at the end of a line. */
    #readList() {
        const cursor = this.#cursor;
        const first = this.readElement();
        if (!first.ok)
            return first;
        cursor.skipBlanks();
        if (cursor.peek() !== ',')
            return first;
        const items = [first.value];
        while (cursor.peek() === ',') {
            const commaAt = cursor.at;
            cursor.at += 1;
            cursor.skipLines();
            if (cursor.isAtStatementEnd())
                return (0,mend/* trailingComma */.ew)(commaAt);
            if (cursor.match(psd1_cursor/* ENTRY_START */.aS))
                return (0,mend/* commaBetweenEntries */.__)(commaAt);
            const item = this.readElement();
            if (!item.ok)
                return item;
            items.push(item.value);
            cursor.skipBlanks();
            if (cursor.peek() === '=')
                return (0,mend/* commaBetweenEntries */.__)(commaAt);
        }
        return (0,result.ok)({ kind: 'array', items, at: first.value.at });
    }
    readElement() {
        const cursor = this.#cursor;
        const scalar = readScalar(cursor);
        if (scalar)
            return scalar;
        if (this.#depth === MAX_DEPTH)
            return tooDeep(cursor.at);
        this.#depth += 1;
        const element = this.#readNested();
        this.#depth -= 1;
        return element;
    }
    #readNested() {
        const cursor = this.#cursor;
        const { at, text } = cursor;
        if (cursor.startsWith('@{'))
            return this.#readTable();
        if (cursor.startsWith('@('))
            return this.#readArray();
        if (cursor.startsWith('('))
            return this.#readBrackets();
        if (cursor.startsWith('['))
            return this.#readCast();
        const prefix = cursor.match(PREFIX)?.[0];
        if (prefix === undefined)
            return (0,mend/* noValue */.$U)(cursor);
        cursor.at += prefix.length;
        cursor.skipLines();
        const operand = this.readElement();
        if (!operand.ok)
            return operand;
        if (prefix === ',')
            return (0,result.ok)({ kind: 'array', items: [operand.value], at });
        return (0,result.ok)((0,psd1_value/* unknownValue */.U)(text, at, cursor.at, `it uses the operator ${prefix}`));
    }
    #readTable() {
        const cursor = this.#cursor;
        const { at } = cursor;
        const entries = [];
        const places = new Map();
        cursor.at += 2;
        cursor.skipLines();
        while (cursor.peek() !== '}') {
            const key = readKey(cursor, at);
            if (!key.ok)
                return key;
            const value = this.#readStatement('table');
            if (!value.ok)
                return value;
            const entry = { ...key.value, value: value.value };
            const folded = foldKey(entry.key);
            const firstAt = places.get(folded);
            if (firstAt !== undefined)
                return (0,mend/* duplicateKey */.Ve)(entry.key, entry.keyAt, firstAt);
            places.set(folded, entry.keyAt);
            entries.push(entry);
            cursor.skipSeparators();
        }
        cursor.at += 1;
        return (0,result.ok)({ kind: 'table', entries, at });
    }
    /** `@( … )` gathers what its statements give; an array among them is taken apart, as everything PowerShell puts out is. */
    #readArray() {
        const cursor = this.#cursor;
        const { at } = cursor;
        const items = [];
        cursor.at += 2;
        cursor.skipSeparators();
        while (cursor.peek() !== ')') {
            if (cursor.isDone())
                return (0,skip_expression/* unclosedBracket */.eD)(at, ')');
            if (cursor.peek() === '}')
                return (0,skip_expression/* mismatchedBracket */.s$)(at, ')', cursor.at);
            const value = this.#readStatement('array');
            if (!value.ok)
                return value;
            if (value.value.kind === 'array')
                for (const item of value.value.items)
                    items.push(item);
            else
                items.push(value.value);
            cursor.skipSeparators();
        }
        cursor.at += 1;
        return (0,result.ok)({ kind: 'array', items, at });
    }
    #readBrackets() {
        const cursor = this.#cursor;
        const { at } = cursor;
        cursor.at += 1;
        cursor.skipLines();
        const read = this.#readStatement('brackets');
        if (!read.ok)
            return read;
        cursor.skipLines();
        if (cursor.isDone())
            return (0,skip_expression/* unclosedBracket */.eD)(at, ')');
        if (cursor.peek() !== ')')
            return (0,skip_expression/* mismatchedBracket */.s$)(at, ')', cursor.at);
        cursor.at += 1;
        return (0,result.ok)(read.value.kind === 'unknown' ? (0,psd1_value/* unknownValue */.U)(cursor.text, at, cursor.at, read.value.why) : { ...read.value, at });
    }
    #readCast() {
        const cursor = this.#cursor;
        const { at } = cursor;
        const type = readType(cursor);
        if (type === undefined)
            return (0,mend/* noValue */.$U)(cursor);
        cursor.skipBlanks();
        if (!CAST_OPERAND.test(cursor.peek())) {
            return (0,result.ok)((0,psd1_value/* unknownValue */.U)(cursor.text, at, cursor.at, `it is the type [${type}]`));
        }
        const operand = this.readElement();
        if (!operand.ok)
            return operand;
        return (0,result.ok)(castConstant(type, operand.value, at) ?? (0,psd1_value/* unknownValue */.U)(cursor.text, at, cursor.at, `it casts to [${type}]`));
    }
    #skipStatement(at, why, form) {
        const end = (0,skip_expression/* skipStatement */.Hq)(this.#cursor, form);
        return end.ok ? (0,result.ok)((0,psd1_value/* unknownValue */.U)(this.#cursor.text, at, end.value, why)) : end;
    }
}
function describeOperator(operator) {
    if (operator.startsWith('|'))
        return 'it passes a value to a command';
    return /[[.:]$/.test(operator) && operator !== '..'
        ? 'it takes a part of a value'
        : `it uses the operator ${operator}`;
}
function tooDeep(at) {
    const hint = 'No requirements need that; look for brackets that are opened and not closed.';
    return (0,result/* err */._)({ code: 'PSD1_TOO_DEEP', at, what: `it nests deeper than ${MAX_DEPTH} levels`, hint });
}


/***/ }),

/***/ 5846:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hq: () => (/* binding */ skipStatement),
/* harmony export */   Wv: () => (/* binding */ skipBracket),
/* harmony export */   eD: () => (/* binding */ unclosedBracket),
/* harmony export */   s$: () => (/* binding */ mismatchedBracket)
/* harmony export */ });
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4138);
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1622);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8882);
/* harmony import */ var _strings_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9000);




/**
 * Passes the rest of a statement that cannot be evaluated: up to the end of its line or the next `;`, and further if open
 * brackets, an operator at the end of the line, or a block on the next one carry it on. Nothing in it is understood but
 * strings, comments and brackets. It takes linear time, and no stack however deep the brackets nest.
 *
 * @returns the end of the statement's last token
 */
function skipStatement(cursor, form) {
    const open = [];
    let end = cursor.at;
    for (;;) {
        cursor.skipBlanks();
        if (cursor.isAtLineEnd()) {
            const lineEnd = cursor.at;
            cursor.skipLines();
            if (open.length > 0 || wantsOperand(cursor.text, end, form) || beginsContinuation(cursor, form))
                continue;
            cursor.at = lineEnd;
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)(end);
        }
        if (open.length === 0 && cursor.isAtStatementEnd())
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)(end);
        const passed = passToken(cursor, open, form === 'expression' && open.length === 0 ? OPERAND : PLAIN);
        if (!passed.ok)
            return passed;
        end = cursor.at;
    }
}
/** Passes a bracket that opens here, and all that is in it. */
function skipBracket(cursor) {
    const open = [];
    do {
        if (open.length > 0)
            cursor.skipLines();
        const passed = passToken(cursor, open, PLAIN);
        if (!passed.ok)
            return passed;
    } while (open.length > 0);
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)(undefined);
}
/** Characters that mean nothing for where a statement ends: a number, a name, an operator, a type. */
const OPERAND = new RegExp(`[^\\s${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .SINGLE_QUOTES */ .Pk}${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTES */ .MD}@\`#<(){};]+`, 'y');
/** The same where it may be a word of a command, in which a `#` (`C#`) begins no comment. */
const PLAIN = new RegExp(`${OPERAND.source}#?`, 'y');
const ESCAPED = /`[\s\S]?/y;
/**
 * Passes one token. Where a token may begin, the cursor has passed a `#` as a comment.
 *
 * @param open where the brackets open that are not closed yet, the innermost last
 */
function passToken(cursor, open, plain) {
    const { at, text } = cursor;
    const char = cursor.peek();
    if (cursor.isDone()) {
        const unclosed = open.at(-1);
        return unclosed === undefined ? (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)(undefined) : unclosedBracket(unclosed, closingOf(text, unclosed));
    }
    if ((0,_strings_js__WEBPACK_IMPORTED_MODULE_1__/* .startsString */ .fF)(text, at)) {
        const string = (0,_strings_js__WEBPACK_IMPORTED_MODULE_1__/* .readString */ .E3)(text, at);
        if (!string.ok)
            return string;
        cursor.at = string.value.end;
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)(undefined);
    }
    if (char === ')' || char === '}') {
        const opening = open.pop();
        if (opening !== undefined && closingOf(text, opening) !== char) {
            return mismatchedBracket(opening, closingOf(text, opening), at);
        }
    }
    if (char === '(' || char === '{')
        open.push(at);
    if (!cursor.skip(ESCAPED) && !cursor.skip(plain))
        cursor.at += 1;
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)(undefined);
}
/** What closes the bracket that opens at `at`. */
function closingOf(text, at) {
    return text.charAt(at) === '(' ? ')' : '}';
}
function unclosedBracket(at, closing) {
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_3__/* .syntaxFault */ .mf)(at, 'the bracket opened here is never closed', `Close it with ${closing}`);
}
/** A closing bracket that is not the one that the innermost open bracket asks for. */
function mismatchedBracket(openAt, closing, at) {
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__/* .err */ ._)({
        code: 'PSD1_SYNTAX',
        at,
        what: `"${closing}" is missing here: another bracket is closed first`,
        hint: `Put ${closing} here, or remove this bracket.`,
        other: { at: openAt, label: 'The bracket was opened at' },
    });
}
const UNFINISHED_COMMAND = /(?:[,|]|&&)$/;
const WORD_OPERATORS = '[ic]?(?:eq|ne|gt|ge|lt|le|(?:not)?like|(?:not)?match|(?:not)?contains|(?:not)?in|replace|split)|' +
    'join|is|isnot|as|f|not|and|or|xor|b(?:not|and|or|xor)|sh[lr]';
const UNFINISHED_EXPRESSION = new RegExp(`(?:[,|=*/%!.:]|&&|\\s\\?\\??|(?<!\\+)\\+|(?<![${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DASHES */ .jJ}])[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DASHES */ .jJ}]|[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DASHES */ .jJ}](?:${WORD_OPERATORS}))$`, 'i');
/** More than the longest operator has. */
const TAIL = 16;
/** Whether what ends here cannot stand alone, because a comma or an operator ends it. */
function wantsOperand(text, end, form) {
    const tail = text.slice(Math.max(0, end - TAIL), end);
    return (form === 'command' ? UNFINISHED_COMMAND : UNFINISHED_EXPRESSION).test(tail);
}
const NEXT_BLOCK = /(?:else|elseif|catch|finally|while|until)(?![\p{L}\p{Nd}_])(?!\s*=)/iuy;
/** Whether the next line goes on with the statement: no entry and no item begins with `{` or `|`. */
function beginsContinuation(cursor, form) {
    if (cursor.peek() === '{' || cursor.peek() === '|')
        return true;
    return form === 'keyword' && (cursor.peek() === '(' || cursor.match(NEXT_BLOCK) !== undefined);
}


/***/ }),

/***/ 9000:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E3: () => (/* binding */ readString),
/* harmony export */   fF: () => (/* binding */ startsString),
/* harmony export */   ou: () => (/* binding */ readExpansion),
/* harmony export */   y$: () => (/* binding */ readsVariable),
/* harmony export */   yF: () => (/* binding */ readEscape)
/* harmony export */ });
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4138);
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1622);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8882);



const SINGLE_QUOTE = new RegExp(`[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .SINGLE_QUOTES */ .Pk}]`);
const NEXT_SINGLE_QUOTE = new RegExp(SINGLE_QUOTE, 'g');
const DOUBLE_QUOTE = new RegExp(`[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTES */ .MD}]`);
const HERE_HEADER = new RegExp(`@([${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .SINGLE_QUOTES */ .Pk}${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTES */ .MD}])[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .BLANKS */ .a7}]*(?:\\r\\n|[\\r\\n])?`, 'uy');
const STRING_START = new RegExp(`@?[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .SINGLE_QUOTES */ .Pk}${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTES */ .MD}]`, 'y');
/** Whether a string of any of the four forms begins here. */
function startsString(text, at) {
    STRING_START.lastIndex = at;
    return STRING_START.test(text);
}
/** Reads the string that begins at `at`. */
function readString(text, at) {
    if (text.charAt(at) === '@')
        return readHereString(text, at);
    if (DOUBLE_QUOTE.test(text.charAt(at)))
        return readExpandable(text, at, at + 1, IN_LINE);
    return readLiteral(text, at);
}
/** `'it''s'`: nothing is special but the quote, which is doubled to be meant; the second of the two counts. */
function readLiteral(text, start) {
    let value = '';
    let from = start + 1;
    for (;;) {
        const quote = (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .searchFrom */ .HZ)(text, NEXT_SINGLE_QUOTE, from);
        if (quote === -1)
            return unclosedString(start, "'");
        value += text.slice(from, quote);
        if (!SINGLE_QUOTE.test(text.charAt(quote + 1)))
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value, end: quote + 1 });
        value += text.charAt(quote + 1);
        from = quote + 2;
    }
}
/** `@'` or `@"`, a line end, whole lines, and the closing quote and `@` at the very start of a line. */
function readHereString(text, start) {
    HERE_HEADER.lastIndex = start;
    const header = HERE_HEADER.exec(text);
    const quote = header?.[1] ?? '';
    const body = HERE_HEADER.lastIndex;
    if (!/[\r\n]$/.test(header?.[0] ?? '')) {
        return (0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .syntaxFault */ .mf)(start, `nothing may follow @${quote} on its line`, 'Begin the text on the next line.');
    }
    const expands = DOUBLE_QUOTE.test(quote);
    if (isFooter(text, body, expands ? DOUBLE_FOOTER : SINGLE_FOOTER))
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value: '', end: body + 2 });
    if (expands)
        return readExpandable(text, start, body, HERE);
    SINGLE_HERE_END.lastIndex = body;
    const end = SINGLE_HERE_END.exec(text);
    if (!end)
        return unclosedHereString(text, start, "'");
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value: text.slice(body, end.index), end: SINGLE_HERE_END.lastIndex });
}
const SINGLE_FOOTER = new RegExp(`[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .SINGLE_QUOTES */ .Pk}]@`, 'y');
const DOUBLE_FOOTER = new RegExp(`[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTES */ .MD}]@`, 'y');
const SINGLE_HERE_END = new RegExp(`(?:\\r\\n|[\\r\\n])[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .SINGLE_QUOTES */ .Pk}]@`, 'g');
const FALSE_FOOTER = new RegExp(`[\\r\\n][${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .BLANKS */ .a7}]+([${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .SINGLE_QUOTES */ .Pk}${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTES */ .MD}])@`, 'gu');
function isFooter(text, at, footer) {
    footer.lastIndex = at;
    return footer.test(text);
}
/** A quote ends it, and two are one that is meant. */
const IN_LINE = {
    special: new RegExp(`[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTES */ .MD}\`$]`, 'g'),
    read: (text, at) => {
        const second = text.charAt(at + 1);
        return DOUBLE_QUOTE.test(second)
            ? { closes: false, value: second, end: at + 2 }
            : { closes: true, value: '', end: at + 1 };
    },
    unclosed: (_text, start) => unclosedString(start, '"'),
};
/** A line end with a footer behind it ends it; quotes mean nothing. */
const HERE = {
    special: /[\r\n`$]/g,
    read: (text, at) => {
        const end = at + (text.startsWith('\r\n', at) ? 2 : 1);
        return isFooter(text, end, DOUBLE_FOOTER)
            ? { closes: true, value: '', end: end + 2 }
            : { closes: false, value: text.slice(at, end), end };
    },
    unclosed: (text, start) => unclosedHereString(text, start, '"'),
};
/** `"a $b"`: backtick escapes, and `$`, which makes the value unknown. `body` is where the text begins. */
function readExpandable(text, start, body, form) {
    let value = '';
    let why;
    let from = body;
    for (;;) {
        const at = (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .searchFrom */ .HZ)(text, form.special, from);
        if (at === -1)
            return form.unclosed(text, start);
        value += text.slice(from, at);
        const special = text.charAt(at);
        if (special === '`' || special === '$') {
            const part = special === '`' ? readEscape(text, at) : readExpansion(text, at);
            if (!part.ok)
                return part;
            why ??= part.value.why;
            value += part.value.value;
            from = part.value.end;
        }
        else {
            const part = form.read(text, at);
            value += part.value;
            from = part.end;
            if (part.closes)
                return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value, end: from, ...(why !== undefined && { why }) });
        }
    }
}
const ESCAPES = {
    '0': '\0',
    a: '\u0007',
    b: '\b',
    e: '\u001b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
};
const UNICODE_ESCAPE = /u\{([0-9a-f]{1,6})\}/iy;
/** A backtick and what it stands for: `` `n ``, `` `u{1F600} ``; before any other character it only takes its meaning away. */
function readEscape(text, at) {
    const next = text.charAt(at + 1);
    if (next !== 'u')
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value: ESCAPES[next] ?? next, end: at + 1 + next.length });
    UNICODE_ESCAPE.lastIndex = at + 1;
    const code = Number.parseInt(UNICODE_ESCAPE.exec(text)?.[1] ?? '', 16);
    if (!(code <= 0x10ffff)) {
        return (0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .syntaxFault */ .mf)(at, '`u in double quotes begins a Unicode escape that is not complete', 'Write it as `u{20AC}, or put the text in single quotes if a backtick is meant.');
    }
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value: String.fromCodePoint(code), end: UNICODE_ESCAPE.lastIndex });
}
const VARIABLE = /\$(?:[$?^]|[\p{L}\p{Nd}_:][\p{L}\p{Nd}_:?]*)/uy;
const PARENTHESIS = /[()]/g;
const BRACE_END = /[}`]/g;
/**
 * A `$` in a string that expands. It stands for itself unless a variable name, `{` or `(` follows. The parentheses of a
 * sub-expression are counted with no regard to strings inside, as PowerShell's `ScanSubExpression` does.
 */
function readExpansion(text, at) {
    VARIABLE.lastIndex = at;
    const variable = VARIABLE.exec(text)?.[0];
    if (variable !== undefined)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value: '', why: readsVariable(variable), end: at + variable.length });
    const next = text.charAt(at + 1);
    if (next === '{') {
        let end = (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .searchFrom */ .HZ)(text, BRACE_END, at + 2);
        while (text.charAt(end) === '`')
            end = (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .searchFrom */ .HZ)(text, BRACE_END, end + 2);
        if (end !== -1)
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value: '', why: readsVariable(text.slice(at, end + 1)), end: end + 1 });
    }
    else if (next === '(') {
        let depth = 1;
        let end = at + 1;
        while (depth > 0 && end !== -1) {
            end = (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .searchFrom */ .HZ)(text, PARENTHESIS, end + 1);
            depth += text.charAt(end) === '(' ? 1 : -1;
        }
        if (end !== -1)
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value: '', why: 'it runs a sub-expression, $( )', end: end + 1 });
    }
    else {
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__.ok)({ value: '$', end: at + 1 });
    }
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .syntaxFault */ .mf)(at, `$${next} in double quotes begins an expression that is never closed`, 'Put the text in single quotes if a dollar sign is meant.');
}
/** The clause for a value that reads a variable, which is cut where its name is absurdly long. */
function readsVariable(name) {
    return `it reads the variable ${name.slice(0, 40)}`;
}
function unclosedString(at, quote) {
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .syntaxFault */ .mf)(at, 'the string that begins here is never closed', `Close it with ${quote}`);
}
function unclosedHereString(text, start, quote) {
    const falseFooter = (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .searchFrom */ .HZ)(text, FALSE_FOOTER, start);
    const hint = `Close it with ${quote}@ at the very start of a line.`;
    const what = 'the here-string that begins here is never closed';
    if (falseFooter === -1)
        return (0,_fault_js__WEBPACK_IMPORTED_MODULE_2__/* .syntaxFault */ .mf)(start, what, hint);
    const at = FALSE_FOOTER.lastIndex - 2;
    const other = { at: start, label: 'The here-string begins at' };
    return (0,_result_js__WEBPACK_IMPORTED_MODULE_1__/* .err */ ._)({
        code: 'PSD1_SYNTAX',
        at,
        what: `blanks stand before ${quote}@, which so does not close the here-string`,
        hint,
        other,
    });
}


/***/ }),

/***/ 7035:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ lookUp),
/* harmony export */   U: () => (/* binding */ unknownValue)
/* harmony export */ });
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5078);

const MAX_SOURCE = 80;
/** Enough to know an address by its end, and little where expressions nest. */
const MAX_SCANNED = 1000;
/** What stands from `at` to `end` and cannot be known, because of `why`. */
function unknownValue(text, at, end, why) {
    const whole = text.slice(at, Math.min(end, at + MAX_SCANNED));
    const source = ((0,_redact_js__WEBPACK_IMPORTED_MODULE_0__/* .holdsCredentials */ .Hn)(whole) ? (0,_redact_js__WEBPACK_IMPORTED_MODULE_0__/* .redact */ .E$)(whole) : whole).slice(0, MAX_SOURCE);
    return { kind: 'unknown', source, why, at };
}
/** The value under a key, letter case aside, as PowerShell looks it up. */
function lookUp(table, key) {
    const wanted = key.toLowerCase();
    return table.entries.find(entry => entry.key.toLowerCase() === wanted)?.value;
}


/***/ }),

/***/ 9912:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C2: () => (/* binding */ WORD_ENDS),
/* harmony export */   aG: () => (/* binding */ PARAMETER),
/* harmony export */   pS: () => (/* binding */ readWord),
/* harmony export */   tp: () => (/* binding */ readDollar)
/* harmony export */ });
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4138);
/* harmony import */ var _cursor_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1622);
/* harmony import */ var _fault_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8882);
/* harmony import */ var _strings_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9000);




/** What ends a word of a command (`CharTraits.cs`, `ForceStartNewToken`): a `#` does not, so `C#` is one word. */
const WORD_ENDS = `${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .BLANKS */ .a7}\\r\\n\\0&(),;{|}`;
const SPECIAL = new RegExp(`[${WORD_ENDS}${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .SINGLE_QUOTES */ .Pk}${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTES */ .MD}\`$]`, 'gu');
/**
 * `-Name`, or `-Name:`, whose argument follows the colon. Only what ends a word, or takes a part of a value, ends the name: with
 * a quote in it, it is no parameter but a word. Rules: `tokenizer.cs`, `ScanParameter`.
 */
const PARAMETER = new RegExp(`[${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DASHES */ .jJ}]([\\p{L}_?][^${WORD_ENDS}${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .SINGLE_QUOTES */ .Pk}${_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .DOUBLE_QUOTES */ .MD}.[:]*)(?::|(?=[${WORD_ENDS}.[]|$))`, 'uy');
/**
 * Reads a word of a command, as it stands without quotes or with quotes inside it: `Pester`, `C:\x`, `Az."Accounts"`. Rules:
 * `tokenizer.cs`, `ScanGenericToken`. The word is empty where none begins.
 */
function readWord(text, start) {
    let value = '';
    let why;
    let from = start;
    for (;;) {
        const special = (0,_cursor_js__WEBPACK_IMPORTED_MODULE_0__/* .searchFrom */ .HZ)(text, SPECIAL, from);
        const at = special === -1 ? text.length : special;
        value += text.slice(from, at);
        const part = readPart(text, at);
        if (part === undefined)
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)({ value, end: at, ...(why !== undefined && { why }) });
        if (!part.ok)
            return part;
        why ??= part.value.why;
        value += part.value.value;
        from = part.value.end;
    }
}
/** A piece of a word that does not stand for itself; undefined where the word ends. */
function readPart(text, at) {
    const char = text.charAt(at);
    if (char === '`')
        return (0,_strings_js__WEBPACK_IMPORTED_MODULE_1__/* .readEscape */ .yF)(text, at);
    if (char === '$')
        return readDollar(text, at);
    return (0,_strings_js__WEBPACK_IMPORTED_MODULE_1__/* .startsString */ .fF)(text, at) ? (0,_strings_js__WEBPACK_IMPORTED_MODULE_1__/* .readString */ .E3)(text, at) : undefined;
}
/** A `$` outside of strings: a variable, a sub-expression, or nothing but itself. */
function readDollar(text, at) {
    const expansion = (0,_strings_js__WEBPACK_IMPORTED_MODULE_1__/* .readExpansion */ .ou)(text, at);
    if (expansion.ok)
        return expansion;
    const closing = text.charAt(at + 1) === '(' ? ')' : '}';
    return (0,_fault_js__WEBPACK_IMPORTED_MODULE_3__/* .syntaxFault */ .mf)(at, 'the expression that begins here is never closed', `Close it with ${closing}`);
}


/***/ }),

/***/ 9885:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  H: () => (/* binding */ collectRequirements)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./lib/problem.js
var problem = __webpack_require__(7748);
// EXTERNAL MODULE: ./lib/result.js
var result = __webpack_require__(4138);
// EXTERNAL MODULE: ./lib/version/version-range.js
var version_range = __webpack_require__(7132);
;// CONCATENATED MODULE: ./lib/requirements/contradiction.js


/**
 * Two requirements of one name in different files that no version can meet, as a problem that names both places. In one
 * file two such versions are meant side by side.
 */
function findContradiction(requirements) {
    for (const sameName of Map.groupBy(requirements, ({ name }) => name.toLowerCase()).values()) {
        if (isOneFile(sameName) || haveOneVersion(sameName))
            continue;
        for (const [index, a] of sameName.entries()) {
            const b = sameName.slice(index + 1).find(other => contradict(a, other));
            if (b)
                return contradiction(a, b);
        }
    }
    return undefined;
}
function isOneFile([first, ...others]) {
    return others.every(({ stated }) => stated.file === first?.stated.file);
}
function haveOneVersion(requirements) {
    return (requirements.reduce((sum, { range }) => sum && (0,version_range/* intersect */.y$)(sum, range), version_range/* ANY_VERSION */.W1) !==
        undefined);
}
function contradict(a, b) {
    return a.stated.file !== b.stated.file && (0,version_range/* intersect */.y$)(a.range, b.range) === undefined;
}
function contradiction(a, b) {
    const [first, second] = [(0,version_range/* describeRange */.pC)(a.range), (0,version_range/* describeRange */.pC)(b.range)];
    return {
        code: 'CONTRADICTION',
        sentence: `${a.name} is required twice, and no version can be both ${first} and ${second}.`,
        hint: 'Change one of the two; to get both versions side by side, state both in one file.',
        place: b.stated,
        details: [`${(0,problem/* formatPlace */.dE)(a.stated)} wants ${first}`, `${(0,problem/* formatPlace */.dE)(b.stated)} wants ${second}`],
    };
}

// EXTERNAL MODULE: ./lib/text.js
var lib_text = __webpack_require__(8804);
// EXTERNAL MODULE: ./lib/package/identity.js
var identity = __webpack_require__(3312);
// EXTERNAL MODULE: ./lib/psd1/parse.js + 4 modules
var parse = __webpack_require__(1239);
// EXTERNAL MODULE: ./lib/redact.js
var redact = __webpack_require__(5078);
;// CONCATENATED MODULE: ./lib/requirements/require.js




/** As long as addresses may be; a longer text would fill every line of the log. */
const MAX_REPOSITORY = 2048;
/**
 * A requirement of a file, its name checked: it becomes a path and part of a URL.
 *
 * @param at offset of the entry
 */
function requireModule(name, at, wish, book) {
    const id = name.trim();
    if (!(0,identity/* validId */.gH)(id)) {
        const what = `"${(0,redact/* excerpt */.Kb)(name)}" cannot be the name of a module`;
        const hint = 'Names are letters, digits and underscores, with single dots or hyphens between them.';
        return book.refuse('REQUIREMENT_NAME', at, what, hint);
    }
    if (wish.repository !== undefined && wish.repository.length > MAX_REPOSITORY) {
        const what = `the repository of ${id} has ${wish.repository.length} characters`;
        return book.refuse('REQUIREMENT_REPOSITORY', at, what, 'Give the name or the address of a repository.');
    }
    return (0,result.ok)({
        name: id,
        range: wish.range ?? version_range/* ANY_VERSION */.W1,
        written: wish.written ?? '',
        prerelease: wish.prerelease ?? false,
        ...(wish.repository !== undefined && { repository: wish.repository }),
        ...(wish.guid !== undefined && { guid: wish.guid }),
        stated: book.locate(at),
    });
}

// EXTERNAL MODULE: ./lib/package/module-specification.js
var module_specification = __webpack_require__(6990);
// EXTERNAL MODULE: ./lib/requirements/nearest.js
var requirements_nearest = __webpack_require__(3274);
;// CONCATENATED MODULE: ./lib/requirements/value.js

function fromPsd1(value) {
    const { at } = value;
    switch (value.kind) {
        case 'string':
            return { kind: 'text', text: value.value, at };
        case 'number':
            return { kind: 'text', text: value.text, at };
        case 'boolean':
            return { kind: 'switch', on: value.value, at };
        case 'table': {
            const entries = value.entries.map(entry => ({ key: entry.key, at: entry.keyAt, value: fromPsd1(entry.value) }));
            return { kind: 'table', entries, at };
        }
        case 'array':
            return { kind: 'list', items: value.items.map(fromPsd1), at };
        case 'null':
            return { kind: 'nothing', at };
        case 'unknown':
            return { kind: 'unknown', source: value.source, at };
    }
}
/** The value under a key, letter case aside. */
function valueUnder(table, key) {
    const wanted = key.toLowerCase();
    return table.entries.find(entry => entry.key.toLowerCase() === wanted)?.value;
}
/** The text under a key, trimmed; undefined where there is none or an empty one. */
function textUnder(table, key) {
    const value = valueUnder(table, key);
    return value?.kind === 'text' && value.text.trim() !== '' ? value.text.trim() : undefined;
}
/** The items of a list, or the one value that stands for a list of one, as PowerShell takes it. */
function itemsOf(value) {
    if (value === undefined || value.kind === 'nothing')
        return [];
    return value.kind === 'list' ? value.items : [value];
}
/** For messages: what stands there, in words. */
function describeValue(value) {
    switch (value.kind) {
        case 'text':
            return `"${(0,redact/* excerpt */.Kb)(value.text)}"`;
        case 'switch':
            return value.on ? 'true' : 'false';
        case 'table':
            return 'a table';
        case 'list':
            return 'a list';
        case 'nothing':
            return 'nothing';
        case 'unknown':
            return `the expression ${value.source}, which is never run`;
    }
}

;// CONCATENATED MODULE: ./lib/requirements/settings.js






const WANTED = {
    name: 'a name in quotes',
    version: 'a version in quotes',
    required: 'a version in quotes',
    minimum: 'a version in quotes',
    maximum: 'a version in quotes',
    repository: "a repository's name in quotes",
    guid: 'a GUID in quotes',
};
const GUID = /^[{(]?(?<digits>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[})]?$/i;
/**
 * Reads the table that a file gives one module. Keys without effect are noted; a misspelt key that would change what is
 * restored ends the reading, since a version that is overlooked lets every version in.
 *
 * @param name by which messages speak of the table
 */
function readSettings(name, table, grammar, book) {
    const owner = (0,redact/* excerpt */.Kb)(name);
    const texts = new Map();
    let prerelease = false;
    for (const entry of table.entries) {
        const role = roleOf(entry.key, grammar);
        if (role === 'own' || entry.value.kind === 'nothing')
            continue;
        if (role === undefined || role === 'no-effect') {
            const noted = noteKey(owner, entry, role ?? grammar.others, grammar, book);
            if (!noted.ok)
                return noted;
        }
        else if (role === 'prerelease') {
            const on = readSwitch(entry, owner, book);
            if (!on.ok)
                return on;
            prerelease = on.value;
        }
        else {
            if (entry.value.kind !== 'text')
                return refuseValue(entry, owner, WANTED[role], book);
            if (entry.value.text.trim() !== '')
                texts.set(role, { key: entry.key, value: entry.value });
        }
    }
    const version = readVersion(owner, texts, grammar, book);
    if (!version.ok)
        return version;
    const guid = readGuid(owner, texts, book);
    if (!guid.ok)
        return guid;
    const stated = texts.get('name')?.value;
    const repository = texts.get('repository')?.value.text.trim();
    return (0,result.ok)({
        ...version.value,
        prerelease: prerelease || version.value.prerelease,
        ...(stated && { name: stated }),
        ...(repository && { repository }),
        ...(guid.value && { guid: guid.value }),
    });
}
/** Version text and bare bounds together: what lies in all of them. */
function readVersion(owner, texts, grammar, book) {
    const version = texts.get('version');
    const wish = version && grammar.version(version.value.text);
    if (wish && !wish.ok)
        return refuseVersion(owner, version.value, wish.error, book);
    let range = wish?.value.range ?? version_range/* ANY_VERSION */.W1;
    const written = version ? [version.value.text.trim()] : [];
    for (const role of ['required', 'minimum', 'maximum']) {
        const bound = texts.get(role);
        if (!bound)
            continue;
        const { key, value } = bound;
        const alone = (0,module_specification/* specifiedRange */.o)({ [role]: value.text.trim() });
        if (!alone.ok)
            return refuseVersion(owner, value, alone.error.reason, book, `"${key}" takes a version such as 1.2.3.`);
        const both = (0,version_range/* intersect */.y$)(range, alone.value);
        if (!both) {
            const what = `"${key}" of ${owner} is ${value.text.trim()}, and no version meets that and the other versions stated`;
            return book.refuse('REQUIREMENT_VERSION', value.at, what, 'Change one of the two.');
        }
        range = both;
        written.push(`${key} ${value.text.trim()}`);
    }
    return (0,result.ok)({ range, written: written.join(', '), prerelease: wish?.value.prerelease ?? false });
}
function readGuid(owner, texts, book) {
    const guid = texts.get('guid');
    if (!guid)
        return (0,result.ok)(undefined);
    const digits = GUID.exec(guid.value.text.trim())?.groups?.digits;
    return digits === undefined ? refuseValue({ ...guid, at: guid.value.at }, owner, 'a GUID', book) : (0,result.ok)(digits);
}
/** True and false, as such or in quotes: PSResourceGet's own sample has `"prerelease": "true"`. */
function readSwitch(entry, owner, book) {
    const { value } = entry;
    if (value.kind === 'switch')
        return (0,result.ok)(value.on);
    const word = value.kind === 'text' ? value.text.trim().toLowerCase() : '';
    return word === 'true' || word === 'false' ? (0,result.ok)(word === 'true') : refuseValue(entry, owner, 'true or false', book);
}
/** Ends the reading at a version that is none. */
function refuseVersion(owner, value, reason, book, hint = 'A version is written 1.2.3, a range [1.0,2.0), and 2.* is every 2.x.') {
    // The reason may quote a part of the text in which a password is no longer known as one.
    const why = (0,redact/* holdsCredentials */.Hn)(value.text) ? 'it is an address' : reason;
    const what = `the version "${(0,redact/* excerpt */.Kb)(value.text)}" of ${owner} cannot be read: ${why}`;
    return book.refuse('REQUIREMENT_VERSION', value.at, what, hint);
}
/** Ends the reading at a value of the wrong kind, or at one that only running the file would tell. */
function refuseValue({ key, value }, owner, wanted, book) {
    return refuseItem(value, `"${key}" of ${owner}`, wanted, book);
}
/** The same for what stands in a list, without a key. */
function refuseItem(value, noun, wanted, book) {
    const code = value.kind === 'unknown' ? 'REQUIREMENT_UNKNOWN' : 'REQUIREMENT_VALUE';
    return book.refuse(code, value.at, `${noun} is ${describeValue(value)}, not ${wanted}`, `Give ${wanted}.`);
}
function roleOf(key, { keys, prefixes = false }) {
    const lower = key.toLowerCase();
    const known = Object.keys(keys).find(each => each.toLowerCase() === lower) ??
        (prefixes ? Object.keys(keys).find(each => each.toLowerCase().startsWith(lower)) : undefined);
    return known === undefined ? undefined : keys[known];
}
/** The first key that begins so: `Ver` and `Repo` are keys to `Install-RequiredModule`, and easily taken for keys elsewhere. */
function wordCut(key, known) {
    return key.length < 3 ? undefined : known.find(each => each.toLowerCase().startsWith(key.toLowerCase()));
}
function noteKey(owner, { key, at }, kind, { keys }, book) {
    const nearest = (0,requirements_nearest/* nearestWord */.z)(key, Object.keys(keys)) ?? wordCut(key, Object.keys(keys));
    const what = `"${key}" of ${owner} is not a key of this format`;
    if (nearest !== undefined && keys[nearest] !== 'no-effect') {
        return book.refuse('MISSPELT_KEY', at, what, `Did you mean "${nearest}"?`);
    }
    if (kind === 'no-effect') {
        book.note('no-effect', at, `"${key}" of ${owner} has no effect here`);
        return (0,result.ok)(undefined);
    }
    book.note('unknown-key', at, nearest === undefined ? what : `${what}; perhaps "${nearest}" is meant`);
    return (0,result.ok)(undefined);
}

// EXTERNAL MODULE: ./lib/version/nuget-version.js
var nuget_version = __webpack_require__(5718);
;// CONCATENATED MODULE: ./lib/requirements/version-text.js




/** Reads a version text; NuGet's ranges and floats are taken in every format. The error completes "`x` cannot be read: …". */
function readVersionText(text, grammar) {
    const trimmed = text.trim();
    const isAny = trimmed === '' || trimmed === '*' || (grammar.latest && trimmed.toLowerCase() === 'latest');
    if (isAny)
        return (0,result.ok)(wish(version_range/* ANY_VERSION */.W1));
    const version = (0,nuget_version/* parseVersion */.ot)(trimmed);
    if (version.ok) {
        const bound = { version: version.value, inclusive: true };
        return (0,result.ok)(wish(grammar.bare === 'exactly' ? (0,version_range/* exactly */.pV)(version.value) : (0,version_range/* between */.Tq)(bound, undefined)));
    }
    const range = (0,version_range/* parseRange */.RC)(trimmed);
    if (range.ok)
        return (0,result.ok)(wish(range.value));
    if (grammar.operators && OPERATED.test(trimmed))
        return readOperated(trimmed);
    return (0,result/* err */._)(/[[\](),*]/.test(trimmed) ? range.error : version.error);
}
const OPERATED = /^(?<bang>!?)\s*(?:(?<operator>@|>=|<=|=|:|>|<)\s*(?<version>.*))?$/;
/** Whether a text is a wish in ModuleFast's operators, as no other format writes one. */
function hasOperator(text) {
    const trimmed = text.trim();
    return trimmed !== '' && OPERATED.test(trimmed);
}
/**
 * Reads what stands behind the name in ModuleFast's grammar: `>=1.0`, `<=1.0`, `=1.0`, `:[1.0,2.0)`, `>1.0`, `<1.0`, with
 * `!` in front for prereleases. `@1.0` is exact as `=1.0` is: that is how other tools write it.
 */
function readOperated(text) {
    const groups = OPERATED.exec(text.trim())?.groups;
    if (!groups)
        return (0,result/* err */._)(`"${(0,redact/* excerpt */.Kb)(text)}" begins with none of the operators >= <= = : > < @ !`);
    const { bang, operator, version = '' } = groups;
    const range = operator === undefined ? (0,result.ok)(version_range/* ANY_VERSION */.W1) : rangeBehind(operator, version.trim());
    return range.ok ? (0,result.ok)({ range: range.value, prerelease: bang === '!' }) : range;
}
function rangeBehind(operator, text) {
    if (text === '')
        return (0,result/* err */._)(`nothing follows the "${operator}"`);
    if (text.toLowerCase() === 'latest')
        return (0,result.ok)(version_range/* ANY_VERSION */.W1);
    if ((0,redact/* holdsCredentials */.Hn)(text))
        return (0,result/* err */._)(`"${(0,redact/* excerpt */.Kb)(text)}" is an address, not a version`);
    if (operator === ':') {
        const range = (0,version_range/* parseRange */.RC)(text);
        return range.ok ? range : (0,result/* err */._)(`"${(0,redact/* excerpt */.Kb)(text)}" is not a version range: ${range.error}`);
    }
    const parsed = (0,nuget_version/* parseVersion */.ot)(text);
    if (!parsed.ok)
        return (0,result/* err */._)(`"${(0,redact/* excerpt */.Kb)(text)}" is not a version: ${parsed.error}`);
    const bound = { version: parsed.value, inclusive: operator.endsWith('=') };
    switch (operator) {
        case '>=':
        case '>':
            return (0,result.ok)((0,version_range/* between */.Tq)(bound, undefined));
        case '<=':
        case '<':
            return (0,result.ok)((0,version_range/* between */.Tq)(undefined, bound));
        default:
            return (0,result.ok)((0,version_range/* exactly */.pV)(parsed.value));
    }
}
function wish(range) {
    return { range, prerelease: false };
}

;// CONCATENATED MODULE: ./lib/requirements/module-specification.js





/** PowerShell's own grammar: `RequiredModules` of a manifest and `#Requires -Modules` of a script. */
const SPECIFICATION = {
    keys: {
        ModuleName: 'name',
        ModuleVersion: 'minimum',
        RequiredVersion: 'required',
        MaximumVersion: 'maximum',
        GUID: 'guid',
    },
    version: text => readVersionText(text, { bare: 'exactly', latest: false, operators: false }),
    others: 'unknown-key',
};
/** A path to a module that the repository brings itself: `.\Private\Tools.psm1`. */
const PATH = /[\\/]|\.(?:psd1|psm1|dll|cdxml)$/i;
/**
 * Reads one module specification: a name, or a table of ModuleName with ModuleVersion, RequiredVersion, MaximumVersion and
 * GUID. Undefined for a file of the module's own, which is noted.
 */
function readModuleSpecification(item, book) {
    if (item.kind === 'text')
        return requireUnlessPath(item.text, item.at, {}, book);
    if (item.kind !== 'table') {
        return refuseItem(item, 'a required module', 'a name or a table', book);
    }
    const settings = readSettings(textUnder(item, 'ModuleName') ?? 'this module', item, SPECIFICATION, book);
    if (!settings.ok)
        return settings;
    const { name } = settings.value;
    if (!name) {
        const hint = "Write @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }";
        return book.refuse('REQUIREMENT_NAME', item.at, 'the table that begins here has no ModuleName', hint);
    }
    return requireUnlessPath(name.text, item.at, settings.value, book);
}
function requireUnlessPath(name, at, wish, book) {
    if (!PATH.test(name))
        return requireModule(name, at, wish, book);
    book.note('skipped', at, `"${name}" is a file, not a module of a gallery`);
    return (0,result.ok)(undefined);
}

;// CONCATENATED MODULE: ./lib/requirements/notebook.js




function openNotebook(document) {
    const locate = (0,problem/* locator */.fl)(document.text, document.file);
    const notes = [];
    return {
        get notes() {
            return notes.toSorted((a, b) => a.at - b.at).map(({ note }) => note);
        },
        locate,
        note: (kind, at, text) => void notes.push({ at, note: { kind, place: locate(at), text: (0,redact/* redact */.E$)(text) } }),
        refuse: (code, at, what, hint) => (0,result/* err */._)((0,lib_text/* problemAt */.l4)(document, at, { code, sentence: `${document.file} cannot be used: ${what}.`, hint })),
    };
}

;// CONCATENATED MODULE: ./lib/requirements/specification.js








/**
 * Reads a name with what is asked of it, in ModuleFast's grammar: `Pester`, `Pester!`, `Pester>=5.0`, `Pester:[5.0,6.0)`,
 * and `Pester@5.7.1`; or a PowerShell module specification, `@{ModuleName='Pester'; ModuleVersion='5.0'}`.
 */
function parseSpecification(text) {
    if (text.startsWith('@{'))
        return parseTable(text);
    const at = text.search(/[@=<>:]/);
    const { name, prerelease } = splitBang(at === -1 ? text : text.slice(0, at));
    if (/\s/.test(name))
        return (0,result/* err */._)({ what: `"${(0,redact/* excerpt */.Kb)(text)}" is not a requirement`, at: 0 });
    if (!(0,identity/* validId */.gH)(name))
        return (0,result/* err */._)({ what: `"${(0,redact/* excerpt */.Kb)(name)}" cannot be the name of a module`, at: 0 });
    const operated = at === -1 ? '' : text.slice(at);
    const wish = readOperated(operated);
    if (!wish.ok)
        return (0,result/* err */._)({ what: wish.error, at: at + (/^(?:[<>]?=|.)\s*/.exec(operated)?.[0].length ?? 0) });
    return (0,result.ok)({ name, range: wish.value.range, written: operated, prerelease });
}
/** Takes the `!` off a name, which asks for prereleases on either side of it. */
function splitBang(text) {
    const trimmed = text.trim();
    const name = trimmed.replace(/^!|!$/g, '').trim();
    return { name, prerelease: name !== trimmed };
}
function parseTable(text) {
    const document = { file: 'the specification', text, encoding: 'utf-8' };
    const parsed = (0,parse/* parsePsd1 */.m)(document);
    const book = openNotebook(document);
    const requirement = parsed.ok ? readModuleSpecification(fromPsd1(parsed.value), book) : parsed;
    if (!requirement.ok) {
        const { sentence, place } = requirement.error;
        const what = sentence.replace(/^.*? cannot be (?:used|read): /, '').replace(/\.$/, '');
        return (0,result/* err */._)({ what, at: (place?.column ?? 1) - 1 });
    }
    if (!requirement.value)
        return (0,result/* err */._)({ what: 'the specification names a file, not a module', at: 0 });
    // As in PowerShell, where a specification with a key of no meaning is none.
    const [note] = book.notes;
    if (note)
        return (0,result/* err */._)({ what: note.text, at: note.place.column - 1 });
    const { stated: _, ...specification } = requirement.value;
    return (0,result.ok)(specification);
}

;// CONCATENATED MODULE: ./lib/requirements/inline.js



/** What messages call the place of an inline requirement. */
const INLINE = 'input "modules"';
/**
 * Reads the `modules` input: one requirement a line, in ModuleFast's grammar and `Name@1.2.3`. Empty lines and lines that
 * begin with `#` are skipped.
 *
 * | text | means |
 * |---|---|
 * | `Pester` | any stable version |
 * | `Pester!` or `!Pester` | prereleases too |
 * | `Pester@5.7.1`, `Pester=5.7.1` | exactly |
 * | `Pester>=5`, `Pester<=5.6`, `Pester>5`, `Pester<6` | a bound |
 * | `Pester:[5.0,6.0)`, `Pester:5.*`, `Pester:5.0` | a NuGet range; a bare version is a minimum |
 * | `@{ModuleName='Pester'; ModuleVersion='5.0'}` | a PowerShell module specification |
 */
function parseInline(text) {
    const requirements = [];
    for (const [index, line] of text.split(/\r?\n/).entries()) {
        const trimmed = line.trim();
        if (trimmed === '' || trimmed.startsWith('#'))
            continue;
        const column = line.indexOf(trimmed) + 1;
        const stated = { file: INLINE, line: index + 1, column };
        const parsed = parseSpecification(trimmed);
        if (!parsed.ok) {
            const document = { file: INLINE, text: line, encoding: 'utf-8' };
            const problem = (0,lib_text/* problemAt */.l4)(document, column - 1 + parsed.error.at, {
                code: 'MODULES_LINE',
                sentence: `In "modules", line ${index + 1}: ${parsed.error.what}.`,
                hint: 'For example: Pester, Pester@5.7.1, Pester:[5.0,6.0), Az.Accounts>=4.0, or Pester! to take prereleases.',
            });
            return (0,result/* err */._)({ ...problem, place: { ...stated, column: column + parsed.error.at } });
        }
        requirements.push({ ...parsed.value, stated });
    }
    return (0,result.ok)(requirements);
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/requirements/formats/entries.js


/**
 * Reads a file that is one table of modules, entry by entry.
 *
 * @param readEntry gives undefined for an entry that it has noted as not taken
 */
function readEntries({ root }, book, readEntry) {
    if (root.kind !== 'table') {
        const hint = "A file of this format is one table: @{ 'Pester' = '5.7.1' }";
        return book.refuse('REQUIREMENTS_NOT_A_TABLE', root.at, `it is ${describeValue(root)}, not a table of modules`, hint);
    }
    return readAll(root.entries, book, readEntry);
}
/** Reads each of the things that a file lists; the first that cannot be read ends it. */
function readAll(things, book, readOne) {
    const requirements = [];
    for (const thing of things) {
        const requirement = readOne(thing);
        if (!requirement.ok)
            return requirement;
        if (requirement.value)
            requirements.push(requirement.value);
    }
    return (0,result.ok)({ requirements, notes: book.notes });
}

;// CONCATENATED MODULE: ./lib/requirements/formats/azure-functions.js





/**
 * The `requirements.psd1` of a function app, its managed dependencies: names with `'11.*'` or an exact version each.
 *
 * Facts: azure-functions-powershell-worker, `DependencyManifest.cs`.
 */
const azureFunctions = {
    format: 'azure-functions',
    read: file => {
        const book = openNotebook(file.document);
        return readEntries(file, book, entry => readEntry(entry, book));
    },
};
/** What the worker takes; everything else stops the function app. */
const TAKEN = /^\d+(?:\.\*|\.[^*]*\w)?$/;
const HINT = "Write it so; if the file is not that of a function app, say its format: 'requirements.psd1: psdepend'.";
function readEntry({ key, at, value }, book) {
    if (value.kind !== 'text')
        return refuseValue({ key, at, value }, 'this file', "a version in quotes, '11.*' or '1.2.3'", book);
    if (!TAKEN.test(value.text)) {
        const reason = `Azure Functions takes a major version, '11.*', or an exact one, '1.2.3'`;
        return refuseVersion(key, value, reason, book, HINT);
    }
    const wish = readVersionText(value.text, { bare: 'exactly', latest: false, operators: false });
    if (!wish.ok)
        return refuseVersion(key, value, wish.error, book, HINT);
    return requireModule(key, at, { ...wish.value, written: value.text }, book);
}

;// CONCATENATED MODULE: ./lib/requirements/formats/module-fast.js






/**
 * ModuleFast's files: a list of specifications (`Pester>=5.0`), or a table of names with `latest`, an exact version, a
 * range, or what its grammar puts behind the name. Its `requires.lock.json` is such a table of exact versions.
 *
 * Facts: ModuleFast, `ConvertFrom-RequiredSpec` and the constructor of `ModuleFastSpec`.
 */
const moduleFast = {
    format: 'modulefast',
    read: file => {
        const book = openNotebook(file.document);
        if (file.root.kind === 'list')
            return readAll(file.root.items, book, item => readSpecification(item, book));
        return readEntries(file, book, entry => module_fast_readEntry(entry, book));
    },
};
/** Reads one text of a list: a name and what is asked of it. */
function readSpecification(item, book) {
    if (item.kind !== 'text') {
        return refuseItem(item, 'an item of this list', 'a text such as "Pester>=5.0"', book);
    }
    const parsed = parseSpecification(item.text.trim());
    if (parsed.ok)
        return requireModule(parsed.value.name, item.at, parsed.value, book);
    const hint = 'For example: "Pester", "Pester=5.7.1", "Pester:[5.0,6.0)", "Az.Accounts>=4.0", or "Pester!" for prereleases.';
    return book.refuse('REQUIREMENT_SPECIFICATION', item.at, parsed.error.what, hint);
}
function module_fast_readEntry({ key, at, value }, book) {
    if (value.kind !== 'text')
        return refuseValue({ key, at, value }, 'this file', "a version or 'latest' in quotes", book);
    const wish = readVersionText(value.text, { bare: 'exactly', latest: true, operators: true });
    if (!wish.ok)
        return refuseVersion(key, value, wish.error, book);
    const { name, prerelease } = splitBang(key);
    const wanted = { ...wish.value, prerelease: prerelease || wish.value.prerelease, written: value.text.trim() };
    return requireModule(name, at, wanted, book);
}

;// CONCATENATED MODULE: ./lib/requirements/formats/list.js







/**
 * A plain list or table of names and versions, in a psd1 or in JSON, that no tool defines: names; tables with Name and
 * Version, or with the keys of a module specification; names with a version or such a table each. A bare version is exact.
 *
 * Where the format is stated, a list that stands under the only key of the file is read too.
 */
const list = {
    format: 'list',
    read: file => {
        const book = openNotebook(file.document);
        const [group, ...others] = groupsIn(file.root);
        const root = group && others.length === 0 ? enter(group, file.root, book) : file.root;
        if (root.kind === 'list')
            return readAll(root.items, book, item => readItem(item, book));
        return readEntries({ ...file, root }, book, entry => list_readEntry(entry, book));
    },
};
const LIST_SETTINGS = {
    keys: {
        Name: 'name',
        ModuleName: 'name',
        Version: 'version',
        RequiredVersion: 'required',
        MinimumVersion: 'minimum',
        ModuleVersion: 'minimum',
        MaximumVersion: 'maximum',
        Prerelease: 'prerelease',
        AllowPrerelease: 'prerelease',
        Repository: 'repository',
        GUID: 'guid',
    },
    version: text => readVersionText(text, { bare: 'exactly', latest: true, operators: true }),
    others: 'unknown-key',
};
/** The groups in which a file of somebody's own keeps modules: `Modules = @( … )`, `"dependencies": { "Pester": { … } }`. */
function groupsIn(root) {
    if (root.kind !== 'table')
        return [];
    return root.entries.filter(({ value }) => {
        if (value.kind === 'list')
            return value.items.length > 0;
        return (value.kind === 'table' && value.entries.length > 0 && value.entries.every(each => each.value.kind === 'table'));
    });
}
function enter(group, root, book) {
    for (const { key, at } of root.kind === 'table' ? root.entries : []) {
        if (at !== group.at)
            book.note('unknown-key', at, `"${key}" stands beside the modules under "${group.key}"`);
    }
    return group.value;
}
function readItem(item, book) {
    if (item.kind !== 'table')
        return readSpecification(item, book);
    const settings = readSettings(textUnder(item, 'Name') ?? textUnder(item, 'ModuleName') ?? 'this module', item, LIST_SETTINGS, book);
    if (!settings.ok)
        return settings;
    const { name } = settings.value;
    if (!name) {
        return book.refuse('REQUIREMENT_NAME', item.at, 'the table that begins here names no module', 'Give it a Name.');
    }
    return requireModule(name.text, item.at, settings.value, book);
}
function list_readEntry({ key, at, value }, book) {
    if (value.kind === 'table') {
        const settings = readSettings(key, value, LIST_SETTINGS, book);
        return settings.ok ? requireModule(settings.value.name?.text ?? key, at, settings.value, book) : settings;
    }
    if (value.kind !== 'text')
        return refuseValue({ key, at, value }, 'this file', 'a version in quotes', book);
    const wish = LIST_SETTINGS.version(value.text);
    if (!wish.ok)
        return refuseVersion(key, value, wish.error, book);
    return requireModule(key, at, { ...wish.value, written: value.text.trim() }, book);
}

;// CONCATENATED MODULE: ./lib/requirements/formats/module-manifest.js







/**
 * A module manifest: what its `RequiredModules` names, without those that `ExternalModuleDependencies` says come with the
 * system. A name alone takes any version, `ModuleVersion` is a minimum, `RequiredVersion` exact, `MaximumVersion` an end.
 */
const moduleManifest = {
    format: 'module-manifest',
    read: ({ document, root }) => {
        const book = openNotebook(document);
        if (root.kind !== 'table') {
            return book.refuse('REQUIREMENTS_NOT_A_TABLE', root.at, 'it is not a table', 'A module manifest is one table.');
        }
        const slip = root.entries.find(({ key }) => isSlip(key));
        if (slip) {
            const what = `"${slip.key}" is not a key of a module manifest`;
            return book.refuse('MISSPELT_KEY', slip.at, what, `Did you mean "${REQUIRED}"?`);
        }
        const external = externalModules(root, book);
        if (!external.ok)
            return external;
        const items = itemsOf(valueUnder(root, REQUIRED));
        return readAll(items, book, item => module_manifest_readItem(item, external.value, book));
    },
};
const REQUIRED = 'RequiredModules';
/** PowerShell refuses a manifest with a key of no meaning; here it would look like one that requires nothing. */
function isSlip(key) {
    return key.toLowerCase() !== REQUIRED.toLowerCase() && (0,requirements_nearest/* nearestWord */.z)(key, [REQUIRED]) !== undefined;
}
function module_manifest_readItem(item, external, book) {
    const requirement = readModuleSpecification(item, book);
    if (!requirement.ok || !requirement.value || !external.has(requirement.value.name.toLowerCase()))
        return requirement;
    const { name } = requirement.value;
    book.note('skipped', item.at, `"${name}" is external by ExternalModuleDependencies, and not taken from a gallery`);
    return (0,result.ok)(undefined);
}
/** PSResourceGet writes the list under PrivateData.PSData; older hands put it at the top. */
function externalModules(manifest, book) {
    const psData = tableUnder(tableUnder(manifest, 'PrivateData'), 'PSData');
    const items = [psData, manifest].flatMap(table => itemsOf(table && valueUnder(table, EXTERNAL)));
    const unknown = items.find(({ kind }) => kind === 'unknown');
    if (unknown)
        return refuseValue({ key: EXTERNAL, at: unknown.at, value: unknown }, 'this file', 'a list of names', book);
    const named = items.map(item => (item.kind === 'table' ? valueUnder(item, 'ModuleName') : item));
    return (0,result.ok)(new Set(named.flatMap(name => (name?.kind === 'text' ? [name.text.trim().toLowerCase()] : []))));
}
const EXTERNAL = 'ExternalModuleDependencies';
function tableUnder(table, key) {
    const value = table && valueUnder(table, key);
    return value?.kind === 'table' ? value : undefined;
}

;// CONCATENATED MODULE: ./lib/requirements/formats/required-modules.js





/**
 * The `RequiredModules.psd1` of `Install-RequiredModule`: names with a NuGet range each, in which a bare version is a
 * minimum, or with the address of a repository, or with a table of Version and Repository, whose keys may be cut.
 *
 * Facts: Jaykul/RequiredModules, `RequiredModule.Update`.
 */
const requiredModules = {
    format: 'requiredmodules',
    read: file => {
        const book = openNotebook(file.document);
        return readEntries(file, book, entry => required_modules_readEntry(entry, book));
    },
};
const REQUIRED_MODULES_SETTINGS = {
    keys: { Version: 'version', Repository: 'repository', Credential: 'no-effect' },
    version: text => readVersionText(text, { bare: 'at-least', latest: false, operators: false }),
    others: 'unknown-key',
    prefixes: true,
};
/** Whether a file has the format's usual name, which may have more in front of it. */
function isRequiredModulesName(fileName) {
    return /requiredmodules\.psd1$/i.test(fileName);
}
/** Whether a key is one of the format's that is cut, as no other format takes it. */
function isCutKey(key) {
    const lower = key.toLowerCase();
    return Object.keys(REQUIRED_MODULES_SETTINGS.keys).some(known => lower.length < known.length && known.toLowerCase().startsWith(lower));
}
/** Whether a text is where a repository is, and no version. */
function isAddress(text) {
    return /^(?:[a-z][a-z0-9+.-]*:\/\/|\\\\)/i.test(text.trim());
}
const required_modules_HINT = "A range is written [1.0,2.0), and 2.* is every 2.x; a repository's name stands in a table: @{ Repository = 'PSGallery' }";
function required_modules_readEntry({ key, at, value }, book) {
    if (value.kind === 'table') {
        const settings = readSettings(key, value, REQUIRED_MODULES_SETTINGS, book);
        return settings.ok ? requireModule(key, at, settings.value, book) : settings;
    }
    if (value.kind !== 'text')
        return refuseValue({ key, at, value }, 'this file', 'a NuGet range in quotes', book);
    if (isAddress(value.text))
        return requireModule(key, at, { repository: value.text.trim() }, book);
    const wish = REQUIRED_MODULES_SETTINGS.version(value.text);
    if (!wish.ok)
        return refuseVersion(key, value, wish.error, book, required_modules_HINT);
    return requireModule(key, at, { ...wish.value, written: value.text.trim() }, book);
}

;// CONCATENATED MODULE: ./lib/requirements/shape.js






function shapeOf(file, table) {
    const { entries } = table;
    const versions = entries.flatMap(({ key, value }) => {
        const text = value.kind === 'table' ? textUnder(value, 'Version') : value.kind === 'text' ? value.text : undefined;
        return text === undefined ? [] : [{ name: key, text, look: lookOf(text) }];
    });
    return {
        fileName: external_node_path_.basename(file.document.file.replaceAll('\\', '/')),
        table,
        texts: entries.filter((entry) => entry.value.kind === 'text'),
        tables: entries.filter((entry) => entry.value.kind === 'table'),
        others: entries.filter(({ value }) => value.kind !== 'text' && value.kind !== 'table'),
        versions,
    };
}
/** The entry under one of these keys, letter case aside. */
function findKey({ entries }, keys) {
    return entries.find(({ key }) => keys.some(each => each.toLowerCase() === key.toLowerCase()));
}
function lookOf(text) {
    const trimmed = text.trim();
    if (trimmed === '' || trimmed.toLowerCase() === 'latest')
        return 'latest';
    if (trimmed === '*')
        return 'any';
    if ((0,nuget_version/* parseVersion */.ot)(trimmed).ok)
        return 'version';
    const range = (0,version_range/* parseRange */.RC)(trimmed);
    if (range.ok)
        return /^[[(]/.test(trimmed) ? 'range' : 'float';
    if (isAddress(trimmed))
        return 'address';
    return hasOperator(trimmed) ? 'operator' : 'prose';
}

;// CONCATENATED MODULE: ./lib/requirements/formats/psdepend-type.js
/** The types that fetch a module from a gallery; what all others fetch is none of ours. */
const GALLERY_TYPES = new Set(['psgallerymodule', 'psgallerynuget', 'psresourceget']);
const TYPED_KEY = /^(?<type>[^:]+)::(?<name>[^:]+)$/;
function isGalleryType(type) {
    return GALLERY_TYPES.has(type.toLowerCase());
}
/** Takes `PSGalleryModule::Pester` apart; a key without a type is a name. */
function splitKey(key) {
    const groups = TYPED_KEY.exec(key)?.groups;
    return groups?.type && groups.name ? { type: groups.type.trim(), name: groups.name.trim() } : { name: key };
}
/**
 * The type of a dependency as PSDepend finds it: in the key, in the entry, in the options, else by its slashes, one for
 * GitHub (`owner/repo`) and more for Git. A name with a slash is never a module, whatever the options say.
 */
function typeOf(key, stated, name, byDefault) {
    const fixed = splitKey(key).type ?? stated;
    if (fixed !== undefined)
        return fixed;
    const slashes = [key, name ?? ''].map(text => text.split('/').length - 1).find(count => count > 0) ?? 0;
    if (slashes === 0)
        return byDefault ?? 'PSGalleryModule';
    if (byDefault !== undefined && !isGalleryType(byDefault))
        return byDefault;
    return slashes === 1 ? 'GitHub' : 'Git';
}

;// CONCATENATED MODULE: ./lib/requirements/formats/psdepend.js









/**
 * PSDepend's files, and what Sampler makes of them: names with a version, or with a table of Name, Version, DependencyType,
 * Parameters and more; `PSDependOptions` holds the defaults. Only modules of galleries are taken, the rest is noted.
 *
 * Facts: PSDepend, `Get-Dependency.ps1` and `PSGalleryModule.ps1`; Sampler, `Resolve-Dependency.ps1`.
 */
const psdepend = {
    format: 'psdepend',
    read: (file, { tags }) => {
        const book = openNotebook(file.document);
        const defaults = readDefaults(file.root, book);
        if (!defaults.ok)
            return defaults;
        const wanted = tags.map(tag => tag.toLowerCase());
        return readEntries(file, book, entry => isOptions(entry) ? (0,result.ok)(undefined) : psdepend_readEntry(entry, defaults.value, wanted, book));
    },
};
/** Ranges and floats are what its PSResourceGet type takes, the operators what Sampler hands to ModuleFast. */
const VERSION = text => readVersionText(text, { bare: 'exactly', latest: true, operators: true });
/** PSDepend has the repository among the parameters; beside them it means the same, and a private name must stay so. */
const SETTINGS = {
    keys: {
        Name: 'name',
        Version: 'version',
        DependencyType: 'own',
        Parameters: 'own',
        Repository: 'repository',
        Tags: 'own',
        Source: 'no-effect',
        Target: 'no-effect',
        AddToPath: 'no-effect',
        DependsOn: 'no-effect',
        PreScripts: 'no-effect',
        PostScripts: 'no-effect',
        Credential: 'no-effect',
    },
    version: VERSION,
    others: 'unknown-key',
};
/** `nuget.exe` is given the feed as the source of the dependency. */
const NUGET_SETTINGS = { ...SETTINGS, keys: { ...SETTINGS.keys, Source: 'repository' } };
/** The options give their source to the entries of that type, with which it is read. */
const NUGET_OPTIONS = { ...SETTINGS, keys: { ...SETTINGS.keys, Source: 'own' } };
/** Everything else is handed to the script that installs. */
const PARAMETERS = {
    keys: { Repository: 'repository', AllowPrerelease: 'prerelease', Prerelease: 'prerelease' },
    version: VERSION,
    others: 'no-effect',
};
const NO_DEFAULTS = {
    type: undefined,
    parameters: undefined,
    repository: undefined,
    source: undefined,
    tags: [],
};
function isOptions({ key }) {
    return key.toLowerCase() === 'psdependoptions';
}
function readDefaults(root, book) {
    const entries = root.kind === 'table' ? root.entries : [];
    const options = entries.find(isOptions);
    if (!options || options.value.kind === 'nothing')
        return (0,result.ok)(NO_DEFAULTS);
    const { value } = options;
    if (value.kind !== 'table')
        return refuseValue(options, 'this file', 'a table', book);
    const wrong = refuseWrongType('PSDependOptions', value, book);
    if (wrong)
        return wrong;
    const grammar = entries.some(statesNuget) ? NUGET_OPTIONS : SETTINGS;
    const settings = readSettings('PSDependOptions', value, grammar, book);
    if (!settings.ok)
        return settings;
    const parameters = readParameters('PSDependOptions', value, book);
    if (!parameters.ok)
        return parameters;
    return (0,result.ok)({
        type: textUnder(value, 'DependencyType'),
        parameters: parameters.value,
        repository: settings.value.repository,
        source: findKey(value, ['Source']),
        tags: tagsOf(value),
    });
}
function psdepend_readEntry({ key, at, value }, defaults, wanted, book) {
    if (value.kind !== 'table' && value.kind !== 'text' && value.kind !== 'nothing') {
        return refuseValue({ key, at, value }, 'this file', "a version in quotes, 'latest', or a table", book);
    }
    const table = tableOf(value);
    const wrong = refuseWrongType(key, table, book);
    if (wrong)
        return wrong;
    const type = typeOf(key, textUnder(table, 'DependencyType'), textUnder(table, 'Name'), defaults.type);
    if (!isGalleryType(type)) {
        book.note('skipped', at, `"${key}" is a ${type} dependency, not a module of a gallery`);
        return (0,result.ok)(undefined);
    }
    const tags = valueUnder(table, 'Tags') ? tagsOf(table) : defaults.tags;
    if (wanted.length > 0 && !tags.some(tag => wanted.includes(tag.toLowerCase()))) {
        book.note('skipped', at, `"${key}" has none of the tags ${wanted.join(', ')}`);
        return (0,result.ok)(undefined);
    }
    const settings = readTable(key, isNuget(type) ? withSource(table, defaults.source) : table, type, defaults, book);
    if (!settings.ok)
        return settings;
    return requireModule(settings.value.name?.text ?? splitKey(key).name, at, settings.value, book);
}
/** A version behind the name means a table of nothing else. */
function tableOf(value) {
    return value.kind === 'table'
        ? value
        : { kind: 'table', entries: [{ key: 'Version', at: value.at, value }], at: value.at };
}
function withSource(table, source) {
    return source === undefined || findKey(table, ['Source']) ? table : { ...table, entries: [...table.entries, source] };
}
function readTable(key, table, type, defaults, book) {
    const settings = readSettings(key, table, isNuget(type) ? NUGET_SETTINGS : SETTINGS, book);
    if (!settings.ok)
        return settings;
    const own = readParameters(key, table, book);
    if (!own.ok)
        return own;
    // The entry's own parameters stand for the default ones, which are not mixed in.
    const parameters = own.value ?? defaults.parameters;
    const repository = own.value?.repository ?? settings.value.repository ?? parameters?.repository ?? defaults.repository;
    return (0,result.ok)({
        ...settings.value,
        prerelease: parameters?.prerelease || settings.value.prerelease,
        ...(repository !== undefined && { repository }),
    });
}
function readParameters(owner, table, book) {
    const parameters = findKey(table, ['Parameters']);
    if (!parameters || parameters.value.kind === 'nothing')
        return (0,result.ok)(undefined);
    if (parameters.value.kind !== 'table')
        return refuseValue(parameters, owner, 'a table', book);
    return readSettings(owner, parameters.value, PARAMETERS, book);
}
/** Of a type that only running the file would tell, nobody knows whether it is fetched from a gallery. */
function refuseWrongType(owner, table, book) {
    const type = findKey(table, ['DependencyType']);
    if (!type || type.value.kind === 'text' || type.value.kind === 'nothing')
        return undefined;
    return refuseValue(type, owner, 'the name of a type in quotes', book);
}
/** Whether an entry, or the options for all of them, is of the type that is given its feed as the source. */
function statesNuget({ key, value }) {
    return isNuget(splitKey(key).type ?? textUnder(tableOf(value), 'DependencyType') ?? '');
}
function isNuget(type) {
    return type.toLowerCase() === 'psgallerynuget';
}
function tagsOf(table) {
    return itemsOf(valueUnder(table, 'Tags')).flatMap(tag => (tag.kind === 'text' ? [tag.text.trim()] : []));
}

;// CONCATENATED MODULE: ./lib/requirements/formats/psresource.js





/**
 * The file that `Install-PSResource -RequiredResourceFile` takes: a table of names, each a table of its own.
 *
 * Facts: PSResourceGet, `InstallPkgParams.SetProperty` and `Utils.TryParseVersionOrVersionRange`.
 */
const psresource = {
    format: 'psresource',
    read: file => {
        const book = openNotebook(file.document);
        return readEntries(file, book, entry => psresource_readEntry(entry, book));
    },
};
/** Keys that say how to install, which is not our business, or whom to trust, which a file must not decide, have no effect. */
const PSRESOURCE_SETTINGS = {
    keys: {
        Name: 'name',
        Version: 'version',
        Repository: 'repository',
        Prerelease: 'prerelease',
        AcceptLicense: 'no-effect',
        Scope: 'no-effect',
        Quiet: 'no-effect',
        Reinstall: 'no-effect',
        TrustRepository: 'no-effect',
        NoClobber: 'no-effect',
        SkipDependencyCheck: 'no-effect',
        Credential: 'no-effect',
    },
    version: text => readVersionText(text, { bare: 'exactly', latest: false, operators: false }),
    others: 'unknown-key',
};
function psresource_readEntry({ key, at, value }, book) {
    if (value.kind !== 'table') {
        const version = value.kind === 'text' && PSRESOURCE_SETTINGS.version(value.text).ok ? value.text : '[1.0,2.0)';
        const hint = `Write '${key}' = @{ version = '${version}' }, in JSON "${key}": { "version": "${version}" }.`;
        return book.refuse('REQUIREMENT_NOT_A_TABLE', value.at, `"${key}" must be a table of its own`, hint);
    }
    const settings = readSettings(key, value, PSRESOURCE_SETTINGS, book);
    if (!settings.ok)
        return settings;
    return requireModule(settings.value.name?.text ?? key, at, settings.value, book);
}

;// CONCATENATED MODULE: ./lib/requirements/formats/script.js




/** A script or script module: the module specifications of its `#Requires -Modules` comments, which are the parsed value. */
const script = {
    format: 'script',
    read: ({ document, root }) => {
        const book = openNotebook(document);
        const items = itemsOf(root);
        if (items.length > 0)
            return readAll(items, book, item => readModuleSpecification(item, book));
        const what = 'it is a script, which is never run, and no "#Requires -Modules" in it names a module';
        const hint = 'State what it needs as "#Requires -Modules Pester", or list the modules in "modules" or in a data file.';
        return book.refuse('NOT_REQUIREMENTS', root.at, what, hint);
    },
};

;// CONCATENATED MODULE: ./lib/requirements/readers.js








/** Every format that is read, in the order in which the docs tell of them. */
const READERS = [
    psresource,
    moduleFast,
    psdepend,
    requiredModules,
    azureFunctions,
    moduleManifest,
    script,
    list,
];
function readerOf(format) {
    const reader = READERS.find(each => each.format === format);
    if (!reader)
        throw new Error(`no reader of ${format}`);
    return reader;
}

;// CONCATENATED MODULE: ./lib/requirements/manifest-input.js






/** Tells a format from the rest of a path: in a path no blank follows a colon, and nobody calls a file `x:psdepend`. */
const WITH_FORMAT = new RegExp(`^(?<pattern>.+?):(?:\\s+(?<format>[A-Za-z0-9-]+)|(?<known>${READERS.map(({ format }) => format).join('|')}))$`, 'i');
/** Two letters at least: one is a drive. */
const ADDRESS = /^[a-z][a-z0-9+.-]+:\/\//i;
const GLOB = /[*?[\]{}]/;
/** Each doubles the patterns that are looked for, at the least. */
const MOST_BRACES = 8;
/**
 * The files that the `manifest` input names, in its order: a path or a glob a line, with `: format` behind it where the
 * format is stated; a line that begins with `!` takes what it matches out of the globs. What a glob matches is sorted.
 *
 * Errors: `UNKNOWN_FORMAT`, `MANIFEST_ADDRESS`, `MANIFEST_PATTERN`, `MANIFEST_MATCHES_NOTHING`, `MANIFEST_ONLY_EXCLUDES`.
 */
async function listFiles(input, workingDirectory) {
    const lines = [];
    for (const text of input.split(/\r?\n/).map(line => line.trim())) {
        if (text === '' || text.startsWith('#'))
            continue;
        const line = parseLine(text);
        if (!line.ok)
            return line;
        lines.push(line.value);
    }
    const exclude = lines.filter(({ isExclusion }) => isExclusion).map(({ pattern }) => pattern);
    if (exclude.length > 0 && exclude.length === lines.length)
        return (0,result/* err */._)(onlyExcludes(exclude));
    const files = new Map();
    for (const { pattern, format, isExclusion } of lines) {
        if (isExclusion)
            continue;
        const named = await expand(pattern, exclude, workingDirectory);
        if (!named.ok)
            return named;
        for (const shown of named.value) {
            const whole = external_node_path_.resolve(workingDirectory, shown);
            const file = { shown, path: whole, format, chosenBy: pattern === shown ? 'name' : 'pattern' };
            files.set(whole, merge(files.get(whole), file));
        }
    }
    return (0,result.ok)([...files.values()]);
}
/** A file that is named twice is read once: as the line says that names it outright, else as the first one says. */
function merge(earlier, later) {
    if (!earlier)
        return later;
    const isNamedLater = later.chosenBy === 'name' && earlier.chosenBy !== 'name';
    const [first, second] = isNamedLater ? [later, earlier] : [earlier, later];
    return { ...first, format: first.format ?? second.format };
}
function parseLine(text) {
    if (text.startsWith('!'))
        return (0,result.ok)({ pattern: text.slice(1).trim(), format: undefined, isExclusion: true });
    if (ADDRESS.test(text))
        return (0,result/* err */._)(noAddress(text));
    const groups = WITH_FORMAT.exec(text)?.groups;
    if (!groups?.pattern)
        return (0,result.ok)({ pattern: text, format: undefined, isExclusion: false });
    const wanted = (groups.format ?? groups.known)?.toLowerCase();
    const reader = READERS.find(({ format }) => format === wanted);
    if (reader)
        return (0,result.ok)({ pattern: groups.pattern, format: reader.format, isExclusion: false });
    return (0,result/* err */._)(unknownFormat(groups.pattern, groups.format ?? ''));
}
async function expand(pattern, exclude, cwd) {
    if (!GLOB.test(pattern) || (await isFile(external_node_path_.resolve(cwd, pattern))))
        return (0,result.ok)([pattern]);
    if (pattern.split('{').length > MOST_BRACES)
        return (0,result/* err */._)(tooManyBraces(pattern));
    const matches = [];
    const never = ['node_modules', '.git'].filter(name => !pattern.includes(name)).map(name => `**/${name}/**`);
    for await (const match of (0,promises_.glob)(pattern, { cwd, exclude: [...exclude, ...never] })) {
        if (await isFile(external_node_path_.resolve(cwd, match)))
            matches.push(match.replaceAll(external_node_path_.sep, '/'));
    }
    if (matches.length > 0)
        return (0,result.ok)(matches.sort());
    return (0,result/* err */._)({
        code: 'MANIFEST_MATCHES_NOTHING',
        sentence: `The pattern "${pattern}" of "manifest" matches no file in ${cwd}${exclude.length === 0 ? '' : ' that "!" does not take out'}.`,
        hint: 'Patterns are relative to "working-directory"; * stops at folders, ** does not. Was the repository checked out?',
    });
}
async function isFile(file) {
    try {
        return (await (0,promises_.stat)(file)).isFile();
    }
    catch {
        return false;
    }
}
function noAddress(text) {
    return {
        code: 'MANIFEST_ADDRESS',
        sentence: `"manifest" names files, and ${(0,redact/* redact */.E$)(text)} is an address.`,
        hint: 'Name a file of the repository; galleries and feeds stand in "sources".',
    };
}
function tooManyBraces(pattern) {
    return {
        code: 'MANIFEST_PATTERN',
        sentence: `The pattern "${(0,redact/* excerpt */.Kb)(pattern)}" of "manifest" has more groups in braces than can be looked for.`,
        hint: 'Write several patterns, one a line.',
    };
}
function onlyExcludes(exclude) {
    return {
        code: 'MANIFEST_ONLY_EXCLUDES',
        sentence: `"manifest" only takes files out ("!${exclude[0]}"), and names none.`,
        hint: 'Write a path or a glob in a line of its own, such as **/*.requires.psd1.',
    };
}
function unknownFormat(file, wanted) {
    const formats = READERS.map(({ format }) => format);
    const nearest = (0,requirements_nearest/* nearestWord */.z)(wanted, formats);
    return {
        code: 'UNKNOWN_FORMAT',
        sentence: `There is no requirements format named "${wanted}" (for "${file}").`,
        hint: `${nearest === undefined ? '' : `Did you mean "${nearest}"? `}The formats are ${formats.join(', ')}; leave it out to have it told by name and content.`,
    };
}

// EXTERNAL MODULE: ./lib/psd1/cursor.js
var cursor = __webpack_require__(1622);
// EXTERNAL MODULE: ./lib/psd1/fault.js
var fault = __webpack_require__(8882);
// EXTERNAL MODULE: ./lib/psd1/mend.js
var mend = __webpack_require__(7024);
// EXTERNAL MODULE: ./lib/psd1/numbers.js
var numbers = __webpack_require__(5476);
;// CONCATENATED MODULE: ./lib/psd1/script-context.js
const STATE_AFTER = new Map([
    ...afterEach('return throw exit', 'start'),
    ...afterEach('class enum', 'declaration'),
    ...afterEach('if elseif else switch for foreach while until do try catch finally trap', 'keyword'),
    ...afterEach('data begin process end clean dynamicparam', 'keyword'),
    ...afterEach('function filter workflow configuration', 'function'),
    ...afterEach('param', 'parameters'),
]);
function afterEach(keywords, state) {
    return keywords.split(' ').map(keyword => [keyword, state]);
}
/** The bracket that ends what a keyword began. */
const ENDS = { keyword: '}', declaration: '}', parameters: ')' };
/** What the next line goes on with: a statement behind `=` or `|`, a block behind `class Name`. */
const GOES_ON = new Set(['start', 'function', 'keyword-line', 'parameters', 'declaration']);
/** Keeps memory small; no script comes near. */
const MAX_DEPTH = 10_000;
/**
 * Where in a script a reader stands: the part of PowerShell's grammar that its tokenizer's modes hang on (`Parser.cs`,
 * `SetTokenizerMode`), and no more of it. It takes no stack however deep the brackets nest.
 */
class ScriptContext {
    state = 'start';
    #base = 'start';
    #open = [];
    /** Goes into a bracket; false if it nests too deep. */
    enter(closing, base) {
        if (this.#open.length === MAX_DEPTH)
            return false;
        this.#open.push({ closing, state: this.state, base: this.#base });
        this.state = base;
        this.#base = base;
        return true;
    }
    /** Leaves a bracket. One that closes nothing is left to PowerShell to complain of. */
    leave(closing) {
        while (closing !== ']' && this.#open.at(-1)?.closing === ']')
            this.#pop();
        if (this.#open.at(-1)?.closing === closing)
            this.#pop();
    }
    #pop() {
        const opening = this.#open.pop();
        if (opening === undefined)
            return;
        const endsStatement = opening.closing === ENDS[opening.state];
        this.#base = opening.base;
        this.state = endsStatement ? opening.base : opening.state;
    }
    endLine() {
        if (this.state === 'keyword')
            this.state = 'keyword-line';
        else if (!GOES_ON.has(this.state))
            this.endStatement();
    }
    /** A token follows that is neither blank nor comment. */
    beginToken(char) {
        if (this.state === 'keyword-line')
            this.state = char === '{' ? 'keyword' : this.#base;
    }
    endStatement() {
        this.state = this.#base;
    }
    /** A statement began with a word, which is a command unless it is a keyword. */
    beginWith(word) {
        this.state = STATE_AFTER.get(word.toLowerCase()) ?? 'command';
    }
    /** A name stands in an expression: in `foreach ($x in …)` a statement follows one. */
    passName(name) {
        if (/^in$/i.test(name) && this.#open.at(-1)?.state === 'keyword')
            this.state = 'start';
    }
}

// EXTERNAL MODULE: ./lib/psd1/strings.js
var strings = __webpack_require__(9000);
// EXTERNAL MODULE: ./lib/psd1/word.js
var psd1_word = __webpack_require__(9912);
;// CONCATENATED MODULE: ./lib/psd1/script-scanner.js







/**
 * Finds where the line comments of a script begin, in order. Those in a sub-expression inside a string or word are not among
 * them: to PowerShell too that is text at first.
 *
 * What is a comment depends on where it stands: `$x#y` holds one where it begins a statement, and none as an argument. So the
 * scanner follows the modes that PowerShell's parser puts its tokenizer in, as far as statements, commands, expressions and
 * brackets tell; it knows no grammar. It takes linear time, and no stack however deep the brackets nest.
 *
 * Errors: a string, block comment or `${` that is never closed; brackets that nest absurdly deep.
 */
function findLineComments(text) {
    return new Scanner(text).scan();
}
const BLANK_RUN = new RegExp(`[${cursor/* BLANKS */.a7}]+`, 'uy');
const JOINT = new RegExp(`\`(?:\\r\\n|[\\r\\n${cursor/* BLANKS */.a7}])`, 'uy');
const LINE_COMMENT = /#[^\r\n]*/y;
const NAME = /[\p{L}\p{Nd}_]+/uy;
const OPERATOR = new RegExp(`[${cursor/* DASHES */.jJ}]\\p{L}+`, 'uy');
/** A bracket and the name of a type, which may hold a `#`. */
const TYPE = /\[(?:[\p{L}_][\p{L}\p{Nd}_.`+#\\]*)?/uy;
const OPENING = /[@$]?\(|@?\{/y;
const VARIABLE = /[$@](?:[$^?]|[\p{L}\p{Nd}_:][\p{L}\p{Nd}_?]*(?::(?!:)[\p{L}\p{Nd}_?]*){0,4})/uy;
const VARIABLE_END = new RegExp(`[${psd1_word/* WORD_ENDS */.C2}.[=]|::|$`, 'uy');
const MEMBER = new RegExp(`(?:\\??\\.(?!\\.)|::)(?![${cursor/* BLANKS */.a7}\\r\\n])`, 'uy');
/** The operator that runs a script in place; before anything else a dot begins a word. */
const DOT = /\.(?=[$"'])/y;
const REDIRECTION = new RegExp(`[*1-6]?>>?(?:&[12])?[${cursor/* BLANKS */.a7}]*`, 'uy');
/** What begins a statement that is an expression: an operand, or an operator that can stand before one. */
const OPERAND = new RegExp(`[$@[+!,${cursor/* DASHES */.jJ}${cursor/* SINGLE_QUOTES */.Pk}${cursor/* DOUBLE_QUOTES */.MD}({]`, 'y');
/** A file name behind a redirection, which is read as an argument even if an expression is redirected. */
const FILE_NAME = /[\p{L}\p{Nd}_.\\/~:$]/uy;
class Scanner {
    #cursor;
    #comments = [];
    #context = new ScriptContext();
    /** Where the last operand ended: what follows at once can take a member of it. */
    #operandEnd = -1;
    /** Where the last name in an expression ended: a bracket at once behind it holds arguments. */
    #nameEnd = -1;
    constructor(text) {
        this.#cursor = new cursor/* Cursor */.bs(text);
    }
    scan() {
        while (!this.#cursor.isDone()) {
            const fault = this.#passToken();
            if (fault)
                return (0,result/* err */._)(fault);
        }
        return (0,result.ok)(this.#comments);
    }
    #passToken() {
        const cursor = this.#cursor;
        const char = cursor.peek();
        if (cursor.skip(BLANK_RUN) || cursor.skip(JOINT))
            return undefined;
        if (char === '#')
            return this.#passLineComment();
        if (cursor.startsWith('<#'))
            return this.#passBlockComment();
        if (char === '\n' || char === '\r')
            return this.#passLineEnd();
        if (';|&'.includes(char))
            return this.#passSeparator(char);
        this.#context.beginToken(char);
        if (this.#context.state === 'start' && (cursor.match(OPERAND) || (0,numbers/* readNumber */.k)(cursor.text, cursor.at))) {
            this.#context.state = 'expression';
        }
        const opening = cursor.match(OPENING)?.[0];
        if (opening !== undefined)
            return this.#passOpening(opening);
        if (')}]'.includes(char))
            return this.#passClosing(char);
        if ((0,strings/* startsString */.fF)(cursor.text, cursor.at))
            return this.#passOperand((0,strings/* readString */.E3)(cursor.text, cursor.at));
        if (this.#context.state === 'start')
            return this.#passFirstWord();
        if (this.#context.state === 'function')
            return this.#passFunctionName();
        return this.#context.state === 'command' ? this.#passArgument() : this.#passInExpression(char);
    }
    #passLineComment() {
        this.#comments.push(this.#cursor.at);
        this.#cursor.skip(LINE_COMMENT);
    }
    #passBlockComment() {
        const { at, text } = this.#cursor;
        const end = text.indexOf('#>', at + 2);
        if (end === -1)
            return (0,fault/* syntaxFault */.mf)(at, 'the comment that begins here is never closed', 'Close it with #>').error;
        this.#cursor.at = end + 2;
        return undefined;
    }
    #passLineEnd() {
        this.#cursor.at += 1;
        this.#context.endLine();
    }
    #passSeparator(char) {
        const invokes = char === '&' && this.#context.state === 'start';
        this.#cursor.at += this.#cursor.startsWith('&&') ? 2 : 1;
        if (char === ';')
            this.#context.endStatement();
        else
            this.#context.state = invokes ? 'command' : 'start';
    }
    #passOpening(opening) {
        const { at } = this.#cursor;
        const holdsArguments = opening === '(' && this.#nameEnd === at;
        const holdsNames = opening === '@{' || (opening === '{' && this.#context.state === 'declaration');
        this.#cursor.at += opening.length;
        return this.#enter(at, opening.endsWith('(') ? ')' : '}', holdsArguments || holdsNames ? 'expression' : 'start');
    }
    #passSquareBracket() {
        const { at } = this.#cursor;
        this.#cursor.skip(TYPE);
        this.#nameEnd = this.#cursor.at;
        return this.#enter(at, ']', 'expression');
    }
    #enter(at, closing, base) {
        if (this.#context.enter(closing, base))
            return undefined;
        const hint = 'Look for brackets that are opened and not closed.';
        return { code: 'PSD1_TOO_DEEP', at, what: 'its brackets nest too deep', hint };
    }
    #passClosing(closing) {
        this.#context.leave(closing);
        this.#cursor.at += 1;
        this.#operandEnd = this.#cursor.at;
    }
    #passFirstWord() {
        const cursor = this.#cursor;
        const { at, text } = cursor;
        if (cursor.skip(DOT)) {
            this.#context.state = 'command';
            return undefined;
        }
        const fault = this.#passWord();
        this.#context.beginWith(text.slice(at, cursor.at));
        return fault;
    }
    #passFunctionName() {
        this.#context.state = 'keyword';
        return this.#passWord();
    }
    #passArgument() {
        const cursor = this.#cursor;
        const { at, text } = cursor;
        if (this.#operandEnd === at) {
            if (cursor.peek() === '[')
                return this.#passSquareBracket();
            if (cursor.skip(MEMBER))
                return this.#passName();
        }
        if (cursor.skip(DOT) || cursor.skip(REDIRECTION) || cursor.skip(psd1_word/* PARAMETER */.aG))
            return undefined;
        if ('$@'.includes(cursor.peek()))
            return this.#passVariable();
        const fault = this.#passWord();
        if (cursor.at === at + 3 && text.startsWith('--%', at))
            cursor.at = verbatimEnd(text, cursor.at);
        return fault;
    }
    #passInExpression(char) {
        const cursor = this.#cursor;
        if ('$@'.includes(char))
            return this.#passVariable();
        if (char === '[')
            return this.#passSquareBracket();
        if (char === '`')
            return this.#passWord();
        if (char === '>') {
            cursor.skip(REDIRECTION);
            return cursor.match(FILE_NAME) ? this.#passWord() : undefined;
        }
        const name = cursor.match(NAME)?.[0];
        if (name !== undefined) {
            this.#context.passName(name);
            return this.#passName();
        }
        if (cursor.skip(OPERATOR))
            return undefined;
        if (char === '=')
            this.#context.state = 'start';
        cursor.at += 1;
        return undefined;
    }
    #passName() {
        if (!this.#cursor.skip(NAME))
            return;
        this.#operandEnd = this.#cursor.at;
        this.#nameEnd = this.#cursor.at;
    }
    /** In a command, a variable with anything but its end behind it is the beginning of a word. */
    #passVariable() {
        const cursor = this.#cursor;
        const { at, text } = cursor;
        if (cursor.startsWith('${')) {
            const fault = this.#passOperand((0,psd1_word/* readDollar */.tp)(text, at));
            if (fault)
                return fault;
        }
        else if (!cursor.skip(VARIABLE)) {
            return this.#passWord();
        }
        this.#operandEnd = cursor.at;
        if (this.#context.state !== 'command' || cursor.match(VARIABLE_END))
            return undefined;
        cursor.at = at;
        return this.#passWord();
    }
    /** Passes at least one character: where no word begins, there is one that means nothing here. */
    #passWord() {
        const { at, text } = this.#cursor;
        const word = (0,psd1_word/* readWord */.pS)(text, at);
        if (!word.ok)
            return word.error;
        this.#cursor.at = Math.max(word.value.end, at + 1);
        return undefined;
    }
    #passOperand(operand) {
        if (!operand.ok)
            return operand.error;
        this.#cursor.at = operand.value.end;
        this.#operandEnd = this.#cursor.at;
        return undefined;
    }
}
const VERBATIM_SPECIAL = new RegExp(`[|&\\r\\n${cursor/* DOUBLE_QUOTES */.MD}]`, 'g');
/** Behind `--%` the line counts as it stands, up to a pipe outside of double quotes. */
function verbatimEnd(text, from) {
    let quoted = false;
    let at = (0,cursor/* searchFrom */.HZ)(text, VERBATIM_SPECIAL, from);
    while (at !== -1) {
        const char = text.charAt(at);
        if (char === '\r' || char === '\n')
            return at;
        if (char !== '|' && char !== '&')
            quoted = !quoted;
        else if (!quoted && (char === '|' || text.startsWith('&&', at)))
            return at;
        at = (0,cursor/* searchFrom */.HZ)(text, VERBATIM_SPECIAL, at + 1);
    }
    return text.length;
}

// EXTERNAL MODULE: ./lib/psd1/skip-expression.js
var skip_expression = __webpack_require__(5846);
// EXTERNAL MODULE: ./lib/psd1/value.js
var psd1_value = __webpack_require__(7035);
;// CONCATENATED MODULE: ./lib/psd1/script-requires.js










/**
 * Reads the `#Requires` statements of a PowerShell script or module (`.ps1`, `.psm1`) without running anything, as PowerShell's
 * own tokenizer finds and reads them (`tokenizer.cs`, `GetScriptRequirements`). A statement is a line comment that begins with
 * `#requires`, wherever in the script it stands: in a function, behind code. `# requires` and `##requires` are remarks.
 *
 * Of a statement only `-Modules` is read, which may be shortened (`-Module`, `-m`); whether the rest of it is right is left to
 * PowerShell.
 *
 * Errors: `PSD1_SYNTAX` for a statement whose modules cannot be read, and for a string or block comment of the script that is
 * never closed, even if all statements stand before it: PowerShell would not run such a script, and what follows the fault
 * cannot be told from text, so that a statement there would be missed without a word. `PSD1_TOO_DEEP` for brackets nested
 * absurdly deep. Each has place, frame and the likely mend. Other faults of the script are left to PowerShell. Time and memory
 * are linear in the length of the text.
 */
function readScriptRequires(document) {
    const requires = readStatements(document.text);
    return requires.ok ? requires : (0,result/* err */._)((0,fault/* problemOf */.Zw)(document, requires.error));
}
const REQUIRES = /#requires/iy;
const LINE_END = /[\r\n]|$/g;
function readStatements(text) {
    const comments = findLineComments(text);
    if (!comments.ok)
        return comments;
    const statements = comments.value.filter(at => {
        REQUIRES.lastIndex = at;
        return REQUIRES.test(text);
    });
    const modules = [];
    for (const at of statements) {
        LINE_END.lastIndex = at;
        const line = new cursor/* Cursor */.bs(text.slice(0, LINE_END.exec(text)?.index));
        line.at = at;
        const read = readStatement(line);
        if (!read.ok)
            return read;
        for (const module of read.value)
            modules.push(module);
    }
    return (0,result.ok)({ modules, statements });
}
/** The command that PowerShell takes the comment for, up to the end of the line or whatever else ends a command. */
function readStatement(cursor) {
    const { at, text } = cursor;
    const command = (0,psd1_word/* readWord */.pS)(text, at + 1);
    if (!command.ok)
        return command;
    const { value: name, end } = command.value;
    if (name.toLowerCase() !== 'requires') {
        const hint = 'Put a blank behind #Requires, or write a remark with one before the word: # requires';
        return (0,fault/* syntaxFault */.mf)(at, `PowerShell takes this comment for #Requires, and "${(0,fault/* shown */.SP)(name)}" is no such statement`, hint);
    }
    cursor.at = end;
    return script_requires_readParameters(cursor);
}
/** Everything but `-Modules` and its arguments is passed unread. */
function script_requires_readParameters(cursor) {
    const modules = [];
    while (!isAtEnd(cursor)) {
        const parameter = cursor.match(psd1_word/* PARAMETER */.aG);
        if (parameter === undefined) {
            const passed = readList(cursor);
            if (!passed.ok)
                return passed;
            continue;
        }
        const [text, name = ''] = parameter;
        cursor.at += text.length;
        if (!'modules'.startsWith(name.toLowerCase()))
            continue;
        const read = readModules(cursor);
        if (!read.ok)
            return read;
        for (const module of read.value)
            modules.push(module);
    }
    return (0,result.ok)(modules);
}
const COMMAND_END = /[\0\r\n;)}|&]|$/y;
/** Whether the command ends here, blanks and comments aside. */
function isAtEnd(cursor) {
    cursor.skipBlanks();
    return cursor.match(COMMAND_END) !== undefined;
}
/** The arguments of `-Modules`, which has been passed. */
function readModules(cursor) {
    const { at } = cursor;
    if (isAtEnd(cursor) || cursor.match(psd1_word/* PARAMETER */.aG)) {
        return (0,fault/* syntaxFault */.mf)(at, 'no module is named behind -Modules', 'Name one, as in #Requires -Modules Pester, or remove it.');
    }
    const list = readList(cursor);
    if (!list.ok)
        return list;
    if (!isAtEnd(cursor) && !cursor.match(psd1_word/* PARAMETER */.aG)) {
        return (0,fault/* syntaxFault */.mf)(cursor.at, 'two modules are not separated', 'Put a comma before this one.');
    }
    const [first] = list.value;
    return first?.kind === 'array' && list.value.length === 1 ? (0,result.ok)(first.items) : list;
}
/** Arguments with commas between them. */
function readList(cursor) {
    const values = [];
    for (;;) {
        if (cursor.peek() === ',')
            return (0,fault/* syntaxFault */.mf)(cursor.at, 'a value is missing before this comma', 'Remove the comma.');
        const value = readArgument(cursor);
        if (!value.ok)
            return value;
        values.push(value.value);
        cursor.skipBlanks();
        if (cursor.peek() !== ',')
            return (0,result.ok)(values);
        const { at } = cursor;
        cursor.at += 1;
        if (isAtEnd(cursor))
            return (0,mend/* trailingComma */.ew)(at);
    }
}
const BRACKET = /@?[({]/y;
/** What takes a part of the value before it, or calls a method of it. */
const script_requires_MEMBER = /[.[:(]/y;
function readArgument(cursor) {
    const { at, text } = cursor;
    if (!cursor.match(BRACKET) && !(0,strings/* startsString */.fF)(text, at))
        return readBareWord(cursor);
    const value = (0,parse/* readElement */.R)(cursor);
    if (!value.ok)
        return value;
    const { at: end } = cursor;
    while (cursor.match(script_requires_MEMBER)) {
        const passed = cursor.peek() === '(' ? (0,skip_expression/* skipBracket */.Wv)(cursor) : readBareWord(cursor);
        if (!passed.ok)
            return passed;
    }
    if (cursor.at > end)
        return (0,result.ok)((0,psd1_value/* unknownValue */.U)(text, at, cursor.at, 'it takes a part of a value'));
    // `IsConstantValueVisitor` refuses it, whatever it holds.
    if (!text.startsWith('@(', at))
        return value;
    return (0,result.ok)((0,psd1_value/* unknownValue */.U)(text, at, end, 'it is an array in @( ), which #Requires does not take'));
}
/** A text without quotes; a number is one too, since `-Modules` takes names. */
function readBareWord(cursor) {
    const { at, text } = cursor;
    const word = (0,psd1_word/* readWord */.pS)(text, at);
    if (!word.ok)
        return word;
    const { value, why, end } = word.value;
    cursor.at = end;
    return (0,result.ok)(why === undefined ? { kind: 'string', value, at } : (0,psd1_value/* unknownValue */.U)(text, at, end, why));
}

// EXTERNAL MODULE: ./node_modules/jsonc-parser/lib/umd/main.js
var main = __webpack_require__(9547);
;// CONCATENATED MODULE: ./lib/requirements/parse-json.js





/** As deep as a psd1 may nest; the parser below calls itself for each level. */
const parse_json_MAX_DEPTH = 64;
/**
 * Reads JSON with comments and trailing commas.
 *
 * Errors: `JSON_SYNTAX`, `JSON_EMPTY`, `JSON_TOO_DEEP`, and `JSON_DUPLICATE_KEY` with both places, letter case aside: PowerShell takes no
 * two such keys, and of two versions of one name nobody can tell the one that is meant.
 */
function parseJson(document) {
    const deep = tooDeepAt(document.text);
    if (deep !== undefined) {
        const what = `it nests deeper than ${parse_json_MAX_DEPTH} levels`;
        return (0,result/* err */._)(parse_json_fault(document, deep, 'JSON_TOO_DEEP', what, 'No requirements need that.'));
    }
    const errors = [];
    const root = (0,main.parseTree)(document.text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    const [first] = errors;
    if (first) {
        const what = `it is not valid JSON: ${spell((0,main.printParseErrorCode)(first.error))}`;
        return (0,result/* err */._)(parse_json_fault(document, first.offset, 'JSON_SYNTAX', what, 'Mend it at the caret.'));
    }
    if (!root)
        return (0,result/* err */._)(parse_json_fault(document, 0, 'JSON_EMPTY', 'it is empty', 'Write a table: { "Pester": "5.7.1" }'));
    return toValue(root, document);
}
/** A bracket, or what a string or a comment begins with. */
const TOKEN = /["[\]{}]|\/[/*]/g;
/** What ends a string or a comment, or is part of a string and looks like its end. A string never goes over its line. */
const parse_json_ENDS = { '"': /\\[\s\S]|["\r\n]/g, '//': /[\r\n]/g, '/*': /\*\//g };
const CLOSING = { '[': ']', '{': '}' };
/**
 * Where the text first nests too deep, before a parser that would exhaust the stack sees it. That parser goes on behind an
 * error: a bracket that closes nothing does not end a level for it, so `[}},[}},` nests as well.
 */
function tooDeepAt(text) {
    const open = [];
    TOKEN.lastIndex = 0;
    for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
        const [token] = match;
        const closing = CLOSING[token];
        if (closing !== undefined)
            open.push(closing);
        else if (token === open.at(-1))
            open.pop();
        if (open.length > parse_json_MAX_DEPTH)
            return match.index;
        TOKEN.lastIndex = endOf(text, token, TOKEN.lastIndex);
    }
    return undefined;
}
/** Where a token ends whose first characters end at `from`. */
function endOf(text, token, from) {
    const end = parse_json_ENDS[token];
    if (end === undefined)
        return from;
    end.lastIndex = from;
    let match = end.exec(text);
    while (match?.[0].startsWith('\\'))
        match = end.exec(text);
    return match ? end.lastIndex : text.length;
}
function toValue(node, document) {
    const { offset: at, length } = node;
    switch (node.type) {
        case 'object':
            return toTable(node, document);
        case 'array': {
            const items = [];
            for (const child of node.children ?? []) {
                const item = toValue(child, document);
                if (!item.ok)
                    return item;
                items.push(item.value);
            }
            return (0,result.ok)({ kind: 'list', items, at });
        }
        case 'boolean':
            return (0,result.ok)({ kind: 'switch', on: node.value === true, at });
        case 'string':
            return (0,result.ok)({ kind: 'text', text: String(node.value), at });
        case 'number':
            return (0,result.ok)({ kind: 'text', text: document.text.slice(at, at + length), at });
        default:
            return (0,result.ok)({ kind: 'nothing', at });
    }
}
function toTable(node, document) {
    const entries = [];
    const places = new Map();
    for (const { children } of node.children ?? []) {
        const [name, child] = children ?? [];
        if (!name || !child)
            continue;
        const key = String(name.value);
        // For editors; no format has it.
        if (key === '$schema')
            continue;
        const firstAt = places.get(key.toLowerCase());
        if (firstAt !== undefined)
            return (0,result/* err */._)(duplicateKey(document, key, name.offset, firstAt));
        places.set(key.toLowerCase(), name.offset);
        const value = toValue(child, document);
        if (!value.ok)
            return value;
        entries.push({ key, at: name.offset, value: value.value });
    }
    return (0,result.ok)({ kind: 'table', entries, at: node.offset });
}
function duplicateKey(document, key, at, firstAt) {
    const { line, column } = (0,problem/* placeAt */.BW)(document.text, firstAt, document.file);
    const what = `"${(0,redact/* excerpt */.Kb)(key)}" is stated twice in one table`;
    return {
        ...parse_json_fault(document, at, 'JSON_DUPLICATE_KEY', what, 'Keep one of the two; letter case makes no difference.'),
        details: [`The other one is at: line ${line}, column ${column}`],
    };
}
function parse_json_fault(document, at, code, what, hint) {
    return (0,lib_text/* problemAt */.l4)(document, at, { code, sentence: `${document.file} cannot be read: ${what}.`, hint });
}
/** `CloseBraceExpected` as a person says it. */
function spell(code) {
    return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

// EXTERNAL MODULE: ./lib/requirements/file-classes.js
var file_classes = __webpack_require__(973);
;// CONCATENATED MODULE: ./lib/requirements/foreign.js








const FOREIGNERS = [
    {
        what: "the settings of Sampler's Resolve-Dependency.ps1",
        keys: ['Gallery', 'WithYAML', 'UseModuleFast', 'UsePSResourceGet', 'PSDependTarget', 'MinimumPSDependVersion'],
        least: 2,
        named: /^resolve-dependency\.psd1$/i,
    },
    {
        what: 'the settings of PSScriptAnalyzer',
        keys: ['IncludeRules', 'ExcludeRules', 'Rules', 'IncludeDefaultRules', 'CustomRulePath'],
        least: 1,
        named: /scriptanalyzersettings\.psd1$/i,
    },
    {
        what: 'a build definition of ModuleBuilder',
        keys: [
            'OutputDirectory',
            'SourceDirectories',
            'VersionedOutputDirectory',
            'CopyPaths',
            'CopyDirectories',
            'PublicFilter',
        ],
        least: 1,
    },
    { what: 'a configuration of Pester', keys: ['Run', 'CodeCoverage', 'TestResult', 'Filter', 'Should'], least: 2 },
    { what: 'configuration data of DSC', keys: ['AllNodes', 'NonNodeData'], least: 1 },
    { what: "npm's package.json", keys: ['scripts', 'devDependencies', 'engines', 'license', 'main'], least: 3 },
    { what: "npm's package-lock.json", keys: ['lockfileVersion'], least: 1 },
    {
        what: 'a lock of psmodule-restore, which belongs beside the requirements',
        keys: ['format', 'requirements', 'packages'],
        least: 3,
    },
];
const IN_WORDS = 'Copy what it lists into the input "modules", one a line, as in Name@1.2.3.';
/** Says what a table is that has no format's shape; undefined for one that may be read. */
function describeForeign(file, shape) {
    const { table, fileName } = shape;
    const refuse = (at, what, hint) => openNotebook(file.document).refuse('OWN_FORMAT', at, what, hint);
    for (const { what, keys, least, named } of FOREIGNERS) {
        const found = keys.flatMap(key => findKey(table, [key]) ?? []);
        if (found.length >= least || named?.test(fileName)) {
            return refuse(found[0]?.at ?? table.at, `it holds ${what}${byKeys(found)}, no list of modules`, NAME_ANOTHER);
        }
    }
    const groups = groupsIn(table);
    const [group] = groups;
    if (group) {
        const under = `${quoted(groups.slice(0, 3))}${groups.length > 3 ? ' and more' : ''}`;
        const what = `it keeps what it lists under ${under}, in a format of its own`;
        return refuse(group.at, what, groups.length === 1 ? sayList(file.document.file) : IN_WORDS);
    }
    const odd = shape.others.find(({ value }) => value.kind === 'switch');
    if (odd)
        return refuse(odd.at, `"${odd.key}" is true or false, so it holds settings, no list of modules`, NAME_ANOTHER);
    const name = findKey(table, ['Name', 'ModuleName']);
    if (name?.value.kind === 'text' && lookOf(name.value.text) === 'prose') {
        return refuse(name.at, `it tells of "${(0,redact/* excerpt */.Kb)(name.value.text, 40)}" alone, and lists no modules`, IN_A_LIST);
    }
    const strange = strangeKey(shape);
    if (strange) {
        const what = `each of its tables has keys such as "${strange.key}", which are of no format that is known`;
        return refuse(strange.at, what, sayList(file.document.file));
    }
    const [prose] = shape.texts;
    // Of a file that calls itself requirements such a text is a slip, which its reader points out.
    if (prose &&
        shape.tables.length === 0 &&
        !(0,file_classes/* hasClass */.n)(fileName) &&
        shape.texts.every(({ value }) => lookOf(value.text) === 'prose')) {
        return refuse(prose.at, `it holds texts such as "${(0,redact/* excerpt */.Kb)(prose.value.text, 40)}", no versions of modules`, NAME_ANOTHER);
    }
    return undefined;
}
const IN_A_LIST = "Is that the module that is needed? Then put the table into a list: @( @{ Name = 'Pester' } )";
const NAME_ANOTHER = 'Name the file that lists the modules in "manifest", or list them in "modules".';
function sayList(file) {
    return `To have it read as a plain list of names and versions, a bare version being exact, say so: "${file}: list"`;
}
/** What a module's table may hold in the formats that are told by name. */
const KNOWN = [LIST_SETTINGS, PSRESOURCE_SETTINGS, REQUIRED_MODULES_SETTINGS].flatMap(({ keys }) => Object.keys(keys));
/** A key that no format knows, if each of the tables has one; a slip of the keyboard is no such key. */
function strangeKey({ tables, fileName }) {
    const mayBeCut = isRequiredModulesName(fileName);
    const strangers = tables.map(({ value }) => value.entries.find(({ key }) => (0,requirements_nearest/* nearestWord */.z)(key, KNOWN) === undefined && !isKnown(key) && !(mayBeCut && isCutKey(key))));
    return strangers.every(stranger => stranger !== undefined) ? strangers[0] : undefined;
}
function isKnown(key) {
    return KNOWN.some(known => known.toLowerCase() === key.toLowerCase());
}
function quoted(entries) {
    return entries.map(({ key }) => `"${key}"`).join(' and ');
}
function byKeys(found) {
    return found.length === 0 ? '' : ` (${quoted(found)})`;
}

;// CONCATENATED MODULE: ./lib/requirements/format-rules.js



const PSDEPEND_KEYS = [
    'DependencyType',
    'Parameters',
    'DependsOn',
    'Target',
    'AddToPath',
    'Tags',
    'PreScripts',
    'PostScripts',
    'Source',
];
/** What `Install-PSResource` takes and no other format has. */
const PSRESOURCE_KEYS = [
    'Prerelease',
    'AcceptLicense',
    'Scope',
    'Quiet',
    'Reinstall',
    'TrustRepository',
    'NoClobber',
    'SkipDependencyCheck',
];
/** Marks that only one format has, whatever the file is called. The first rule that finds one decides. */
const BY_CONTENT = [
    {
        format: 'module-manifest',
        evidence: ({ table, texts }) => {
            const version = findKey(table, ['ModuleVersion']);
            const isManifest = version && version.value.kind !== 'table' && !findKey(table, ['ModuleName']);
            if (isManifest)
                return 'it has the key "ModuleVersion"';
            const [first, second] = texts.filter(({ key }) => /^(?:RootModule|ModuleToProcess|GUID|PowerShellVersion)$/i.test(key));
            return first && second && `it has the keys "${first.key}" and "${second.key}"`;
        },
    },
    {
        format: 'psdepend',
        evidence: ({ table, tables }) => {
            const key = table.entries.find(entry => /^PSDependOptions$/i.test(entry.key) || /::|\//.test(entry.key));
            return key ? `it has the key "${key.key}"` : markIn(tables, PSDEPEND_KEYS);
        },
    },
    {
        format: 'psresource',
        evidence: shape => (isOfTables(shape) ? markIn(shape.tables, PSRESOURCE_KEYS) : undefined),
    },
];
/** For tables of names, versions and little else, which several formats share: the file's name, then its versions. */
const BY_NAME = [
    {
        format: 'modulefast',
        evidence: ({ fileName, tables }) => /\.requires\.[a-z0-9]+$|^requires\.lock\.json$/i.test(fileName) && tables.length === 0
            ? `its name is ${fileName}`
            : undefined,
    },
    {
        format: 'psdepend',
        evidence: ({ fileName }) => (/\.depend\.psd1$/i.test(fileName) ? 'its name ends in .depend.psd1' : undefined),
    },
    {
        format: 'requiredmodules',
        evidence: shape => {
            const { fileName, tables } = shape;
            // `Install-RequiredModule` takes neither, and where one stands a bare version is exact.
            if (withLook(shape, ['latest', 'operator']))
                return undefined;
            const ranged = withLook(shape, ['range', 'float', 'address']);
            const repository = tables.find(({ value }) => findKey(value, ['Repository']));
            if (isRequiredModulesName(fileName)) {
                if (ranged)
                    return `its name is ${fileName}, and "${ranged.name}" is "${ranged.text}"`;
                const cut = tables.flatMap(({ value }) => value.entries).find(({ key }) => isCutKey(key));
                if (cut)
                    return `its name is ${fileName}, and "${cut.key}" is a key that is cut`;
                return repository && `its name is ${fileName}, and "${repository.key}" has a "Repository"`;
            }
            if (!ranged || !repository || shape.texts.length === 0 || !/(?<!\.requires)\.psd1$/i.test(fileName)) {
                return undefined;
            }
            return `names with ranges stand beside "${repository.key}", which has a "Repository"`;
        },
    },
    {
        format: 'list',
        evidence: ({ tables }) => {
            const bound = tables.find(({ value }) => findKey(value, BOUND_KEYS) && !findKey(value, ['Version']));
            const key = bound && findKey(bound.value, BOUND_KEYS)?.key;
            return bound && `"${bound.key}" has the key "${key}", which only plain lists have`;
        },
    },
    {
        format: 'psdepend',
        evidence: ({ fileName }) => isRequiredModulesName(fileName)
            ? `its name is ${fileName}, and nothing in it says that a bare version is a minimum`
            : undefined,
    },
    {
        format: 'azure-functions',
        evidence: shape => {
            const { fileName, tables } = shape;
            const major = shape.texts.find(({ value }) => /^\d+\.\*$/.test(value.text.trim()));
            const others = withLook(shape, ['latest', 'any', 'range', 'operator']);
            return isRequirementsName(fileName) && tables.length === 0 && major && !others
                ? `its name is ${fileName}, and "${major.key}" is "${major.value.text}"`
                : undefined;
        },
    },
    {
        format: 'psdepend',
        evidence: ({ fileName }) => (isRequirementsName(fileName) ? `its name is ${fileName}` : undefined),
    },
    {
        format: 'psresource',
        evidence: shape => isOfTables(shape) && !withLook(shape, ['latest']) ? 'each name has a table of its own' : undefined,
    },
    {
        format: 'modulefast',
        evidence: shape => {
            if (shape.tables.length > 0)
                return undefined;
            const operated = withLook(shape, ['operator']);
            if (operated)
                return `"${operated.name}" is "${operated.text}"`;
            const marked = shape.texts.find(({ key }) => /^!|!$/.test(key));
            return marked && `"${marked.key}" asks for prereleases with its "!"`;
        },
    },
];
/** How a plain list states bounds; PSDepend and PSResourceGet would take any version there. */
const BOUND_KEYS = ['RequiredVersion', 'MinimumVersion', 'ModuleVersion'];
function isRequirementsName(fileName) {
    return /requirements\.psd1$/i.test(fileName);
}
function markIn(tables, keys) {
    for (const { key, value } of tables) {
        const mark = findKey(value, keys);
        if (mark)
            return `"${key}" has the key "${mark.key}"`;
    }
    return undefined;
}
function withLook({ versions }, looks) {
    return versions.find(({ look }) => looks.includes(look));
}
const PSRESOURCE_KNOWN = new Set(Object.keys(PSRESOURCE_SETTINGS.keys).map(key => key.toLowerCase()));
/** Whether each name has a table with no key that `Install-PSResource` would not take. */
function isOfTables({ table, tables }) {
    if (tables.length === 0 || tables.length < table.entries.length)
        return false;
    return tables.every(({ value }) => value.entries.every(({ key }) => PSRESOURCE_KNOWN.has(key.toLowerCase())));
}

;// CONCATENATED MODULE: ./lib/requirements/recognise.js







/**
 * Tells the format of a data file by its name and its content. Nothing is guessed: what two formats read alike is read so,
 * and what no format has is refused with a word on what it is.
 *
 * Errors: `OWN_FORMAT`.
 */
function recognise(file) {
    const { root } = file;
    if (isScriptName(file.document.file))
        return (0,result.ok)({ format: 'script', because: 'its name is that of a script' });
    if (root.kind === 'list')
        return recogniseList(file, root.items);
    if (root.kind !== 'table') {
        return openNotebook(file.document).refuse('OWN_FORMAT', root.at, 'it holds no table and no list', STATE_ONE);
    }
    const shape = shapeOf(file, root);
    const telling = firstOf(BY_CONTENT, shape);
    if (telling)
        return (0,result.ok)(telling);
    const foreign = describeForeign(file, shape);
    if (foreign)
        return foreign;
    const because = root.entries.length === 0 ? 'its table is empty' : 'it is a table of names and versions';
    return (0,result.ok)(firstOf(BY_NAME, shape) ?? { format: 'list', because });
}
function isScriptName(file) {
    return /\.psm?1$/i.test(file);
}
function firstOf(rules, shape) {
    for (const { format, evidence } of rules) {
        const because = evidence(shape);
        if (because !== undefined)
            return { format, because: (0,redact/* redact */.E$)(because) };
    }
    return undefined;
}
const STATE_ONE = "Write a table of names and versions: @{ 'Pester' = '5.7.1' }";
function recogniseList(file, items) {
    if (items.length === 0)
        return (0,result.ok)({ format: 'list', because: 'its list is empty' });
    if (items.every(({ kind }) => kind === 'text'))
        return (0,result.ok)({ format: 'modulefast', because: 'it is a list of texts' });
    const stranger = items.find(item => item.kind !== 'text' && !(item.kind === 'table' && isNamed(item)));
    if (!stranger)
        return (0,result.ok)({ format: 'list', because: 'it is a list of tables that name modules' });
    const what = 'it is a list, and what stands here neither is a name nor has one';
    return openNotebook(file.document).refuse('OWN_FORMAT', stranger.at, what, 'Give each table a "Name" and a "Version".');
}
const NAME_KEYS = Object.keys(LIST_SETTINGS.keys).filter(key => LIST_SETTINGS.keys[key] === 'name');
function isNamed(table) {
    return findKey(table, NAME_KEYS) !== undefined;
}

;// CONCATENATED MODULE: ./lib/requirements/read-file.js









/** Reads one requirements file from disk. Errors: `MANIFEST_UNREADABLE`, those of `decodeText` and of `readRequirements`. */
async function readRequirementsFile(file, options) {
    const document = await readDocument(file);
    if (!document.ok)
        return document;
    const reading = readRequirements(document.value, file.format, options);
    return reading.ok ? (0,result.ok)({ ...reading.value, chosenBy: file.chosenBy }) : reading;
}
/**
 * Reads a requirements file in the format that is stated, else in the one that its name and content show.
 *
 * Errors: those of the syntax (`PSD1_…`, `JSON_…`), `OWN_FORMAT`, `NOT_REQUIREMENTS`, and those of the readers
 * (`REQUIREMENT_…`, `MISSPELT_KEY`); each with its place.
 */
function readRequirements(document, stated, options) {
    const parsed = parseFile(document, stated);
    if (!parsed.ok)
        return parsed;
    const file = { document, root: parsed.value };
    const recognised = stated === undefined ? recognise(file) : (0,result.ok)({ format: stated, because: 'you say so' });
    if (!recognised.ok)
        return recognised;
    const reading = readerOf(recognised.value.format).read(file, options);
    if (!reading.ok)
        return reading;
    const { requirements, notes } = reading.value;
    return (0,result.ok)({ file: document.file, ...recognised.value, requirements, notes: [...encodingNotes(document), ...notes] });
}
function parseFile(document, stated) {
    if (stated === undefined ? isScriptName(document.file) : stated === 'script') {
        const requires = readScriptRequires(document);
        if (!requires.ok)
            return requires;
        const { modules, statements } = requires.value;
        return (0,result.ok)({ kind: 'list', items: modules.map(fromPsd1), at: statements[0] ?? 0 });
    }
    if (isJson(document))
        return parseJson(document);
    const data = (0,parse/* parsePsd1 */.m)(document);
    return data.ok ? (0,result.ok)(fromPsd1(data.value)) : data;
}
/** By its name, else by how it begins. A psd1 that holds JSON is a mistake, which the parser of psd1 points out. */
function isJson({ file, text }) {
    if (/\.jsonc?$/i.test(file))
        return true;
    const withoutComments = text.slice(0, 4096).replace(/\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '');
    return !/\.psd1$/i.test(file) && /^\s*[{[]/.test(withoutComments);
}
function encodingNotes({ encoding, file }) {
    if (encoding !== 'windows-1252')
        return [];
    const text = 'the file is not UTF-8 and was read as Windows-1252, which is a guess; save it as UTF-8';
    return [{ kind: 'encoding', place: { file, line: 1, column: 1 }, text }];
}
async function readDocument(file) {
    try {
        // A pipe or a device, to which a link in the repository may lead, is read without end.
        const facts = await (0,promises_.stat)(file.path);
        if (!facts.isFile())
            return (0,result/* err */._)(noFile(file, facts.isDirectory()));
        const tooLarge = (0,lib_text/* refuseSize */.aU)(facts.size, file.shown);
        return tooLarge ? (0,result/* err */._)(tooLarge) : (0,lib_text/* decodeText */.g7)(await (0,promises_.readFile)(file.path), file.shown);
    }
    catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
        if (code === undefined)
            throw error;
        return (0,result/* err */._)(code === 'ENOENT' || code === 'ENOTDIR' ? missing(file) : read_file_closed(file, code));
    }
}
function noFile({ shown }, isFolder) {
    return {
        code: 'MANIFEST_UNREADABLE',
        sentence: `The requirements file "${shown}" cannot be read: it is ${isFolder ? 'a folder' : 'a pipe or a device'}.`,
        hint: isFolder ? `Name the file in it, or a glob: ${shown.replace(/[\\/]+$/, '')}/*.psd1` : 'Name a file.',
    };
}
function missing({ shown, path, chosenBy }) {
    return {
        code: 'MANIFEST_UNREADABLE',
        sentence: `The requirements file "${shown}" does not exist (looked at ${path}).`,
        hint: chosenBy === 'search'
            ? 'It was found as a link that leads nowhere, or under a name that is not UTF-8.'
            : 'Paths are relative to "working-directory"; was the repository checked out before this step?',
    };
}
function read_file_closed({ shown }, code) {
    return {
        code: 'MANIFEST_UNREADABLE',
        sentence: `The requirements file "${shown}" cannot be read (${code}).`,
        hint: 'Name a file that this job may read.',
    };
}

// EXTERNAL MODULE: ./lib/requirements/search.js
var search = __webpack_require__(1338);
;// CONCATENATED MODULE: ./lib/requirements/collect.js








/**
 * Reads the files that are named and the inline list; where neither says anything, the files that are found.
 *
 * Errors: those of the files; `CONTRADICTION`; where nothing is named and nothing found, `NOTHING_REQUIRED`, and
 * `WORKING_DIRECTORY` where there is nowhere to look. A file that names no module is no error, since a template may run in
 * a repository that needs none; it is noted.
 */
async function collectRequirements(where) {
    const inline = parseInline(where.modules);
    if (!inline.ok)
        return inline;
    const named = await listFiles(where.manifest, where.workingDirectory);
    if (!named.ok)
        return named;
    const nothingSaid = named.value.length === 0 && inline.value.length === 0;
    const read = nothingSaid ? await readFound(where) : await collect_readAll(named.value, where);
    if (!read.ok)
        return read;
    const { files, notes } = read.value;
    const stated = [...files.flatMap(({ requirements }) => requirements), ...inline.value];
    const contradiction = findContradiction(stated);
    if (contradiction)
        return (0,result/* err */._)(contradiction);
    return (0,result.ok)({
        files,
        requirements: where.prerelease ? stated.map(each => ({ ...each, prerelease: true })) : stated,
        notes: [...notes, ...files.flatMap(file => file.notes), ...(stated.length === 0 ? nothingIn(files, notes) : [])],
    });
}
async function collect_readAll(files, options) {
    const readings = [];
    const notes = [];
    for (const file of files) {
        const reading = await readRequirementsFile(file, options);
        if (reading.ok) {
            readings.push(reading.value);
        }
        else if (file.chosenBy === 'pattern' && reading.error.code === 'NOT_REQUIREMENTS') {
            // `Tests/**/*.ps1` is meant to gather what scripts state; that one states nothing is what it has to say.
            notes.push(leftOut(file, 'it is a script that names no module in "#Requires -Modules"'));
        }
        else {
            return reading;
        }
    }
    return (0,result.ok)({ files: readings, notes });
}
/** The first group of files that state requirements. A module may be called RequiredModules: its manifest states none. */
async function readFound(where) {
    const notes = [];
    const groups = await (0,search/* searchFiles */._K)(where.workingDirectory);
    for (const [index, group] of groups.entries()) {
        const read = await collect_readAll(group, where);
        if (!read.ok)
            return read;
        const manifests = read.value.files.filter(isManifest);
        notes.push(...manifests.map(({ file }) => leftOut({ shown: file }, MANIFEST_NOT_NAMED)));
        const files = read.value.files.filter(file => !isManifest(file));
        const [first] = files;
        if (first) {
            const why = `${first.file} comes before it in the search; to have both read, name them in "manifest"`;
            const later = groups.slice(index + 1).flat();
            return (0,result.ok)({ files, notes: [...notes, ...later.map(file => leftOut(file, why))] });
        }
    }
    return (0,result/* err */._)((await missingFolder(where.workingDirectory)) ?? (await nothingFound(where, notes)));
}
function isManifest({ format }) {
    return format === 'module-manifest';
}
const MANIFEST_NOT_NAMED = 'it is a module manifest, which is read only where "manifest" names it';
function leftOut({ shown }, why) {
    return { kind: 'skipped', place: { file: shown, line: 1, column: 1 }, text: `this file is left out: ${why}` };
}
/** A word at each file that asks for nothing; where all of them were left out, at the first of those. */
function nothingIn(files, leftOutNotes) {
    const places = files.length > 0 ? files.map(({ file }) => ({ file, line: 1, column: 1 })) : [];
    const [first] = leftOutNotes;
    const all = places.length === 0 && first ? [first.place] : places;
    return all.map(place => ({ kind: 'nothing-required', place, text: 'no module of a gallery is required' }));
}
/** Enough to find the one that was meant. */
const MOST_LOOKED_AT = 50;
async function nothingFound(where, notes) {
    const readable = [];
    for (const file of (await (0,search/* otherFiles */.YT)(where.workingDirectory)).slice(0, MOST_LOOKED_AT)) {
        const reading = await readRequirementsFile(file, where);
        if (reading.ok && reading.value.requirements.length > 0)
            readable.push(reading.value);
    }
    const [manifests, others] = [readable.filter(isManifest), readable.filter(file => !isManifest(file))];
    const candidates = [...others, ...manifests].map(({ file, format }) => `${file} (${format})`);
    const start = 'Start with three lines in the step:\n  with:\n    modules: |\n      Pester@5.7.1';
    const named = `Name a requirements file in "manifest"; these could be read: ${candidates.slice(0, 5).join(', ')}.\n`;
    return {
        code: 'NOTHING_REQUIRED',
        sentence: `Nothing says which modules to restore: "manifest" and "modules" are not set, and no requirements file was found in ${where.workingDirectory}.`,
        hint: candidates.length === 0 ? start : `${named}${start}`,
        details: [
            'Looked there, then in its build folder, for:',
            ...(0,search/* searchOrder */.jS)(),
            ...notes.map(({ place, text }) => `${(0,problem/* formatPlace */.dE)(place)}: ${text}.`),
        ],
    };
}
/** Where there is no folder, nothing can be found in it, and its name is what is wrong. */
async function missingFolder(workingDirectory) {
    try {
        if ((await (0,promises_.stat)(workingDirectory)).isDirectory())
            return undefined;
    }
    catch {
        // What hides it is all the same.
    }
    return {
        code: 'WORKING_DIRECTORY',
        sentence: `The working directory ${workingDirectory} does not exist, or is no folder.`,
        hint: 'Give "working-directory" relative to the workspace; was the repository checked out before this step?',
    };
}


/***/ }),

/***/ 973:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ FILE_CLASSES),
/* harmony export */   n: () => (/* binding */ hasClass)
/* harmony export */ });
/**
 * File names that say outright that they list what a repository needs, the classes in the order in which the search tries
 * them: design of the field's own tools, ModuleFast before `Install-RequiredModule` and Sampler, before PSDepend and Azure Functions.
 */
const FILE_CLASSES = [
    { pattern: /\.requires\.(?:psd1|json|jsonc)$/i, shown: '*.requires.psd1, *.requires.json, *.requires.jsonc' },
    { pattern: /^requiredmodules\.psd1$/i, shown: 'RequiredModules.psd1' },
    { pattern: /(?:\.depend|requirements)\.psd1$/i, shown: '*.depend.psd1, *requirements.psd1' },
];
/** Whether a file name, without its folder, is of one of the classes. */
function hasClass(name) {
    return FILE_CLASSES.some(({ pattern }) => pattern.test(name));
}


/***/ }),

/***/ 3274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ nearestWord)
/* harmony export */ });
/**
 * The word that was probably meant: the candidate that takes the fewest slips of the keyboard (a letter missing, added,
 * changed, or two exchanged), if those are few for its length. Letter case does not count.
 */
function nearestWord(word, candidates) {
    let nearest;
    let fewest = Number.POSITIVE_INFINITY;
    for (const candidate of candidates) {
        const slips = countSlips(word.toLowerCase(), candidate.toLowerCase());
        if (slips < fewest && slips <= mostSlips(candidate)) {
            nearest = candidate;
            fewest = slips;
        }
    }
    return nearest;
}
/** One in a short word, two in a long one: `Verison` is Version, while `Tag` is not `GUID`. */
function mostSlips(word) {
    return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
}
/** Optimal string alignment distance. */
function countSlips(a, b) {
    if (Math.abs(a.length - b.length) > 2)
        return Number.POSITIVE_INFINITY;
    let before = [];
    let row = Array.from({ length: b.length + 1 }, (_, column) => column);
    for (let i = 1; i <= a.length; i += 1) {
        const next = [i];
        for (let j = 1; j <= b.length; j += 1) {
            const same = a[i - 1] === b[j - 1];
            let slips = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
            if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
                slips = Math.min(slips, (before[j - 2] ?? 0) + 1);
            }
            next.push(slips);
        }
        before = row;
        row = next;
    }
    return row[b.length] ?? 0;
}


/***/ }),

/***/ 1338:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   YT: () => (/* binding */ otherFiles),
/* harmony export */   _K: () => (/* binding */ searchFiles),
/* harmony export */   jS: () => (/* binding */ searchOrder)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _file_classes_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(973);



/** The order of the search, a line a class. */
function searchOrder() {
    return _file_classes_js__WEBPACK_IMPORTED_MODULE_2__/* .FILE_CLASSES */ .Q.map(({ shown }, index) => `${index + 1}. ${shown}`);
}
/**
 * Where no file is named: the groups of files that may be meant, each of one folder and one class, the likeliest first.
 * The working directory comes before its `build` folder, however that is spelt.
 */
async function searchFiles(workingDirectory) {
    const groups = [];
    for (const folder of await foldersOf(workingDirectory)) {
        for (const { pattern } of _file_classes_js__WEBPACK_IMPORTED_MODULE_2__/* .FILE_CLASSES */ .Q) {
            const group = await filesIn([folder], workingDirectory, name => pattern.test(name));
            if (group.length > 0)
                groups.push(group);
        }
    }
    return groups;
}
/**
 * Files that are not searched for, of which one may be what the user meant: those of a class in the other folders of the
 * working directory, then data files that no class has. Named in the error that nothing was found.
 */
async function otherFiles(workingDirectory) {
    const searched = await foldersOf(workingDirectory);
    const others = (await entriesOf(workingDirectory))
        .filter(entry => entry.isDirectory() && !searched.includes(entry.name) && !/^\.|^node_modules$/.test(entry.name))
        .map(({ name }) => name);
    const outside = await filesIn(others, workingDirectory, _file_classes_js__WEBPACK_IMPORTED_MODULE_2__/* .hasClass */ .n);
    const unclassed = await filesIn(searched, workingDirectory, name => isData(name) && !(0,_file_classes_js__WEBPACK_IMPORTED_MODULE_2__/* .hasClass */ .n)(name));
    return [...outside, ...unclassed];
}
async function filesIn(folders, workingDirectory, isWanted) {
    const files = [];
    for (const folder of folders) {
        const entries = await entriesOf(node_path__WEBPACK_IMPORTED_MODULE_1__.join(workingDirectory, folder));
        const names = entries.filter(isFile).map(({ name }) => name);
        files.push(...names.filter(isWanted).map(name => found(folder, name, workingDirectory)));
    }
    return files;
}
function isData(name) {
    return /\.(?:psd1|jsonc?)$/i.test(name);
}
async function foldersOf(workingDirectory) {
    const entries = await entriesOf(workingDirectory);
    // It may be a link; a file of that name has no entries.
    const build = entries.filter(({ name }) => name.toLowerCase() === 'build');
    return ['', ...build.map(({ name }) => name)];
}
/** Sorted by name; a folder that is not there or may not be read has none. */
async function entriesOf(folder) {
    try {
        const entries = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder, { withFileTypes: true });
        return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    catch {
        return [];
    }
}
/** A link may lead to a file; reading it tells. */
function isFile(entry) {
    return entry.isFile() || entry.isSymbolicLink();
}
function found(folder, name, workingDirectory) {
    const shown = folder === '' ? name : `${folder}/${name}`;
    return { shown, path: node_path__WEBPACK_IMPORTED_MODULE_1__.join(workingDirectory, folder, name), format: undefined, chosenBy: 'search' };
}


/***/ }),

/***/ 8804:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   aU: () => (/* binding */ refuseSize),
/* harmony export */   g7: () => (/* binding */ decodeText),
/* harmony export */   l4: () => (/* binding */ problemAt)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7748);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5078);
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4138);



/** Far above any real file (the largest manifest of the Gallery's own modules is under 1 MiB), far below what hurts. */
const MAX_BYTES = 16 * 1024 * 1024;
const BYTE_ORDER_MARKS = [
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
];
/**
 * Reads bytes as text. A byte order mark decides; without one, UTF-16 is known by its NULs, else the bytes are UTF-8 if
 * they are valid UTF-8 and Windows-1252 if not, which is how Windows PowerShell saved files for years.
 *
 * Errors: `TEXT_TOO_LARGE` over 16 MiB, `TEXT_NOT_TEXT` for NULs in any other pattern.
 */
function decodeText(bytes, file) {
    const tooLarge = refuseSize(bytes.length, file);
    if (tooLarge)
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)(tooLarge);
    for (const [encoding, mark] of BYTE_ORDER_MARKS) {
        if (mark.every((byte, index) => bytes[index] === byte)) {
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)({ file, encoding, text: decode(bytes.subarray(mark.length), encoding) });
        }
    }
    if (bytes.includes(0)) {
        const encoding = recogniseUtf16(bytes);
        if (encoding !== undefined)
            return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)({ file, encoding, text: decode(bytes, encoding) });
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)({
            code: 'TEXT_NOT_TEXT',
            sentence: `${file} is not a text file: it holds NUL bytes.`,
            hint: 'Save it as UTF-8.',
        });
    }
    try {
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)({ file, encoding: 'utf-8', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) });
    }
    catch {
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)({ file, encoding: 'windows-1252', text: decodeWindows1252(bytes) });
    }
}
/**
 * A problem at an offset of the document: place and frame are filled in. The sentence and the hint may quote the document;
 * an address in them is redacted, and a line that holds one with a password in it is not shown.
 *
 * @param offset 0-based index into `document.text`
 */
function problemAt(document, offset, problem) {
    const { file, text } = document;
    const isSecret = (0,_redact_js__WEBPACK_IMPORTED_MODULE_1__/* .holdsCredentials */ .Hn)((0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .lineAt */ .mh)(text, offset));
    return {
        ...problem,
        sentence: (0,_redact_js__WEBPACK_IMPORTED_MODULE_1__/* .redact */ .E$)(problem.sentence),
        ...(problem.hint !== undefined && { hint: (0,_redact_js__WEBPACK_IMPORTED_MODULE_1__/* .redact */ .E$)(problem.hint) }),
        place: (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .placeAt */ .BW)(text, offset, file),
        ...(!isSecret && { frame: (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .frameAt */ .jG)(text, offset) }),
    };
}
/** The problem of a file that is too large to be read, undefined for one that is not. */
function refuseSize(bytes, file) {
    if (bytes <= MAX_BYTES)
        return undefined;
    return {
        code: 'TEXT_TOO_LARGE',
        sentence: `${file} has ${bytes} bytes, more than the ${MAX_BYTES} that are read of a text file.`,
        hint: 'Name the file that states the requirements; none needs that size.',
    };
}
function decode(bytes, encoding) {
    return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}
/** Enough to tell: the first bytes of a file in any of our formats are ASCII. */
const SAMPLE_BYTES = 1024;
/** UTF-16 of mostly Latin text has a NUL in nearly every high byte and in hardly any low one. */
function recogniseUtf16(bytes) {
    const sample = bytes.subarray(0, SAMPLE_BYTES);
    const nuls = [0, 0];
    sample.forEach((byte, index) => {
        if (byte === 0)
            nuls[index % 2] = (nuls[index % 2] ?? 0) + 1;
    });
    const [even = 0, odd = 0] = nuls;
    const most = Math.floor(sample.length / 2) * 0.7;
    if (odd >= most && odd > 4 * even)
        return 'utf-16le';
    if (even >= most && even > 4 * odd)
        return 'utf-16be';
    return undefined;
}
/** What the bytes 0x80 to 0x9F mean in Windows-1252 (WHATWG Encoding, index-windows-1252). */
const WINDOWS_1252 = '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
    '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';
/**
 * Windows-1252 by hand: `TextDecoder('windows-1252')` gives control characters for these 32 bytes, the curly quotes among
 * them, in Node 24.0 to at least 24.6 (nodejs/node#59515), and the runner brings its own Node.
 */
function decodeWindows1252(bytes) {
    const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    return latin1.replace(/[\u0080-\u009f]/g, character => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80));
}


/***/ })

};
