export const id = 810;
export const ids = [810];
export const modules = {

/***/ 5810:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  say: () => (/* binding */ say),
  sayGroup: () => (/* binding */ sayGroup),
  setOutputs: () => (/* binding */ setOutputs),
  tell: () => (/* binding */ tell),
  tellBug: () => (/* binding */ tellBug),
  tellRefusal: () => (/* binding */ tellRefusal)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 14 modules
var core = __webpack_require__(6421);
// EXTERNAL MODULE: ./lib/print/neutral.js
var neutral = __webpack_require__(1460);
// EXTERNAL MODULE: ./lib/print/problem.js
var print_problem = __webpack_require__(2820);
// EXTERNAL MODULE: ./lib/failure.js
var lib_failure = __webpack_require__(1957);
// EXTERNAL MODULE: ./lib/restore/explain.js
var explain = __webpack_require__(3961);
// EXTERNAL MODULE: ./lib/print/figures.js
var figures = __webpack_require__(5122);
// EXTERNAL MODULE: ./lib/print/table.js
var table = __webpack_require__(4467);
;// CONCATENATED MODULE: ./lib/print/report.js




/** What was restored, a line a package: identity, size, who served it, and who should have. */
function packageLines(report) {
    return (0,table/* table */.t)(report.packages.map(each => [each.id, each.version, (0,figures/* formatBytes */.z3)(each.size), each.source, insteadOf(each)]));
}
function conclusion(report) {
    if (report.packages.length === 0)
        return 'No module is required, so none was restored.';
    const bytes = report.packages.reduce((sum, { size }) => sum + size, 0);
    const count = (0,figures/* countOf */.pq)(report.packages.length, 'package');
    return `Restored ${count} (${(0,figures/* formatBytes */.z3)(bytes)}) from ${report.sourcesUsed.join(', ')} in ${(0,figures/* formatDuration */.a3)(report.ms)}.`;
}
/** Each source that was tried first, once, with the reason it did not serve: `psgallery unreachable, pwsh-gallery lacks it`. */
function insteadOf({ triedFirst }) {
    const reasons = new Map(triedFirst.map(({ source, failure }) => [source, failure ? (0,lib_failure/* labelFailure */.fP)(failure) : '']));
    return [...reasons].map(([source, reason]) => `${source} ${reason}`).join(', ');
}
/** Every attempt that failed, for the group that is folded away. */
function failedAttemptLines(report) {
    return (0,explain/* attemptLines */.xS)(report.attempts.filter(({ outcome }) => outcome === 'failed'));
}

// EXTERNAL MODULE: ./lib/print/requirements.js
var requirements = __webpack_require__(4711);
// EXTERNAL MODULE: ./lib/product.js
var product = __webpack_require__(7964);
;// CONCATENATED MODULE: ./lib/action/timeline.js
/** Bars that a reader can tell apart; the longest are the interesting ones. */
const BARS = 40;
/** The attempts as a Mermaid gantt chart, a section for each source, failures in red. Empty where nothing was tried. */
function timeline(attempts) {
    const tried = attempts.filter(({ outcome }) => outcome !== 'put-back');
    const shown = tried
        .toSorted((a, b) => b.ms - a.ms)
        .slice(0, BARS)
        .toSorted((a, b) => a.at - b.at);
    if (shown.length === 0)
        return '';
    const sources = [...new Set(shown.map(({ source }) => source))];
    const sections = sources.flatMap(source => [
        `  section ${chartText(source)}`,
        ...shown.filter(attempt => attempt.source === source).map(bar),
    ]);
    const title = shown.length < tried.length ? `The ${shown.length} longest of ${tried.length} attempts` : 'All attempts';
    const end = Math.max(...shown.map(({ at, ms }) => at + ms));
    const axis = end < 60_000 ? '%S.%L' : '%M:%S';
    const head = ['gantt', `  title ${title}`, '  dateFormat x', `  axisFormat ${axis}`, ...sections];
    return ['<details><summary>Timeline</summary>', '', '```mermaid', ...head, '```', '', '</details>'].join('\n');
}
function bar({ step, subject, outcome, at, ms }) {
    const mark = outcome === 'failed' ? 'crit' : 'done';
    return `  ${step} ${chartText(subject)} :${mark}, ${at}, ${at + Math.max(ms, 1)}`;
}
/** Colons, semicolons, commas and hashes end a task's name; names of modules and sources have none of them anyway. */
function chartText(text) {
    return text.replace(/[^A-Za-z0-9._ -]/g, ' ');
}

;// CONCATENATED MODULE: ./lib/action/summary.js






/** The runner drops a summary of more than 1 MiB; nobody reads one of half of that. */
const LIMIT = 900 * 1024;
/** The job summary, in GitHub's Markdown: a plain sentence on what was down, the table, the timeline. */
function renderSummary(report) {
    const parts = report.outcome === 'restored' ? success(report) : failure(report);
    const text = parts.filter(part => part !== '').join('\n\n');
    const whole = `${text}\n\n${timeline(report.attempts)}\n`;
    return Buffer.byteLength(whole) <= LIMIT
        ? whole
        : `${text.slice(0, LIMIT / 4)}\n\n(cut: the whole of it is in the JSON report)\n`;
}
function success(report) {
    if (report.packages.length === 0)
        return ['### PowerShell modules', conclusion(report), notTaken(report)];
    const bytes = report.packages.reduce((sum, { size }) => sum + size, 0);
    return [
        '### PowerShell modules',
        `Restored **${(0,figures/* countOf */.pq)(report.packages.length, 'package')}** (${(0,figures/* formatBytes */.z3)(bytes)}) in ${(0,figures/* formatDuration */.a3)(report.ms)}. ${whatWasDown(report)}`,
        warningsOf(report),
        summary_table(report.packages),
        notTaken(report),
    ];
}
/** Notes that fit into a summary; a reader of more than these opens the report. */
const MOST_NOTES = 50;
/** Entries and keys that had no say, folded away. A setting that is known to have no effect is told in the log alone. */
function notTaken({ notes }) {
    const told = notes.filter(({ kind }) => kind !== 'no-effect');
    if (told.length === 0)
        return '';
    const shown = (0,requirements/* noteLines */.GI)(told.slice(0, MOST_NOTES)).map(line => `- ${(0,neutral/* markdownText */.p7)(line)}`);
    const title = `Not taken from the requirements: ${told.length}`;
    return [`<details><summary>${title}</summary>`, '', ...shown, '', '</details>'].join('\n');
}
/** The job summary of a step that ended before anything was asked. */
function renderRefusal(problem) {
    return `### PowerShell modules\n\nNothing was restored.\n\n${problemItem(problem)}\n`;
}
function failure(report) {
    return [
        '### PowerShell modules',
        'The restore **failed**; the output folder is as it was before.',
        report.problems.map(problemItem).join('\n'),
        warningsOf(report),
    ];
}
function problemItem({ sentence, hint, details }) {
    const lines = (details ?? []).map(line => `  - ${(0,neutral/* markdownText */.p7)(line)}`);
    return [`- **${(0,neutral/* markdownText */.p7)(sentence)}** ${(0,neutral/* markdownText */.p7)(hint ?? '')}`, ...lines].join('\n');
}
function warningsOf(report) {
    return report.warnings.map(({ text }) => `- ${(0,neutral/* markdownText */.p7)(text)}`).join('\n');
}
/** A plain sentence: which sources did not do their part, which only lack something, and who stood in. */
function whatWasDown(report) {
    if (!report.fallbackUsed)
        return 'Every source that was asked first answered.';
    const down = new Map();
    const lacking = new Map();
    for (const { source, subject, failure } of report.packages.flatMap(({ triedFirst }) => triedFirst)) {
        if (!failure)
            continue;
        if (failure.kind !== 'not-found' && failure.kind !== 'no-version') {
            if (!down.has(source))
                down.set(source, (0,lib_failure/* describeFailure */.Ic)(failure));
        }
        else
            lacking.set(source, (lacking.get(source) ?? new Set()).add(subject));
    }
    const sentences = [
        ...[...down].map(([source, said]) => `**${(0,neutral/* markdownText */.p7)(source)}** ${(0,neutral/* markdownText */.p7)(said)}.`),
        ...[...lacking].map(([source, names]) => `**${(0,neutral/* markdownText */.p7)(source)}** lacks ${(0,neutral/* markdownText */.p7)([...names].join(', '))}.`),
    ];
    const served = report.sourcesUsed.map(name => `**${(0,neutral/* markdownText */.p7)(name)}**`).join(', ');
    return `Not everything was up: ${sentences.join(' ')} Served by ${served}.`;
}
function summary_table(packages) {
    const rows = packages.map(each => [
        each.id,
        each.version,
        each.source,
        insteadOf(each) || '–',
        (0,figures/* formatDuration */.a3)(each.ms),
        (0,figures/* formatBytes */.z3)(each.size),
        CHECKED[each.check],
    ].map(cell));
    const header = ['module', 'version', 'served by', 'tried first', 'time', 'size', 'check'];
    const line = (cells) => `| ${cells.join(' | ')} |`;
    return [line(header), '|---|---|---|---|--:|--:|---|', ...rows.map(line)].join('\n');
}
/** Figures and their units stay on one line. */
function cell(text) {
    return (0,neutral/* markdownText */.p7)(text).replace(/(?<=[0-9]) (?=[a-zA-Z]+$)/, '&nbsp;');
}
const CHECKED = {
    announced: 'announced hash',
    content: 'checksums only',
    stale: 'hash out of date',
};

;// CONCATENATED MODULE: ./lib/action/publish.js









/** The runner shows ten annotations of a level; the rest of the problems stand in the log. */
const ANNOTATIONS = 9;
/** What a person should look at; an entry or a key that is known to be none of ours is told in the log and the report. */
const DOUBTFUL = new Set(['unknown-key', 'encoding', 'nothing-required']);
/** The one writer of the log: nothing else prints, and nothing is printed that was not made harmless. */
function say(text) {
    for (const line of text.split('\n'))
        core/* info */.pq((0,neutral/* logLine */.BP)(line));
}
function sayGroup(title, lines) {
    if (lines.length === 0)
        return;
    core/* startGroup */.Oh((0,neutral/* logLine */.BP)(title));
    for (const line of lines)
        say(line);
    core/* endGroup */.N4();
}
/** Outputs of action.yml. Those of a failed restore say only where the report is. */
function setOutputs(report, reportPath) {
    core/* setOutput */.uH('report', reportPath);
    if (report.outcome === 'failed')
        return;
    core/* setOutput */.uH('repository-path', report.repositoryPaths[0] ?? '');
    core/* setOutput */.uH('repository-paths', report.repositoryPaths.join('\n'));
    core/* setOutput */.uH('fallback-used', report.fallbackUsed);
    core/* setOutput */.uH('sources-used', report.sourcesUsed.join(','));
    core/* setOutput */.uH('lockfile', report.lockfile ?? '');
    core/* setOutput */.uH('restored', JSON.stringify(report.packages.map(({ id, version, source, sha512, size, path }) => ({
        id,
        version,
        source,
        sha512,
        size,
        path,
    }))));
}
/** Tells what happened, in the log, as annotations and in the job summary. */
async function tell(report, whereabouts) {
    sayGroup('Attempts that served nothing', failedAttemptLines(report));
    sayGroup(`Not taken from the requirements: ${report.notes.length}`, (0,requirements/* noteLines */.GI)(report.notes));
    for (const note of report.notes.filter(({ kind }) => DOUBTFUL.has(kind)).slice(0, ANNOTATIONS)) {
        core/* warning */.$e((0,requirements/* noteLines */.GI)([note]).map(neutral/* logLine */.BP).join(), annotationAt(note.place, whereabouts));
    }
    for (const warning of report.warnings)
        annotate(warning);
    if (report.outcome === 'restored') {
        for (const line of packageLines(report))
            say(`  ${line}`);
        say(conclusion(report));
    }
    for (const problem of report.problems.slice(0, ANNOTATIONS))
        tellProblem(problem, whereabouts);
    for (const problem of report.problems.slice(ANNOTATIONS))
        say((0,print_problem/* problemLines */.p)(problem).join('\n'));
    await writeSummary(renderSummary(report));
}
/** An error annotation, at its place in the file where it has one, and the failure of the step. */
function tellProblem(problem, whereabouts) {
    core/* error */.z3((0,print_problem/* problemLines */.p)(problem).map(neutral/* logLine */.BP).join('\n'), annotationAt(problem.place, whereabouts));
    process.exitCode = core/* ExitCode */.yU.Failure;
}
/** Tells a problem that is met before anything was restored, in the job summary too. */
async function tellRefusal(problem, whereabouts) {
    tellProblem(problem, whereabouts);
    await writeSummary(renderRefusal(problem));
}
/** A place in an input is no file, and the runner would show none. */
function annotationAt(place, { workspace, workingDirectory }) {
    const file = place && external_node_path_.resolve(workingDirectory, place.file);
    return {
        title: 'psmodule-restore',
        ...(place &&
            file &&
            (0,external_node_fs_.existsSync)(file) && { file: external_node_path_.relative(workspace, file), startLine: place.line, startColumn: place.column }),
    };
}
/** Says that we are at fault: whatever is thrown is a bug of ours. */
function tellBug(error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    sayGroup('What went wrong inside', stack.split('\n'));
    core/* error */.z3((0,neutral/* logLine */.BP)(`This is a bug in ${product/* PRODUCT */.Ax}: ${error instanceof Error ? error.message : String(error)}`), {
        title: 'psmodule-restore',
    });
    process.exitCode = core/* ExitCode */.yU.Failure;
}
const ANNOTATE = { notice: core/* notice */.lm, warning: core/* warning */.$e, error: core/* error */.z3 };
function annotate({ level, text }) {
    ANNOTATE[level]((0,neutral/* logLine */.BP)(text), { title: 'psmodule-restore' });
}
/** A runner without summaries (an old GitHub Enterprise Server) is no reason to fail. */
async function writeSummary(markdown) {
    if (!process.env.GITHUB_STEP_SUMMARY)
        return;
    try {
        await core/* summary */.z.addRaw(markdown).write();
    }
    catch (error) {
        say(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
}


/***/ }),

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


/***/ })

};
