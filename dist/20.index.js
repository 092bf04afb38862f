export const id = 20;
export const ids = [20];
export const modules = {

/***/ 4020:
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
// EXTERNAL MODULE: ./lib/print/lines.js
var lines = __webpack_require__(8008);
// EXTERNAL MODULE: ./lib/print/neutral.js
var neutral = __webpack_require__(1460);
// EXTERNAL MODULE: ./lib/print/requirements.js
var requirements = __webpack_require__(4711);
// EXTERNAL MODULE: ./lib/product.js
var product = __webpack_require__(7964);
// EXTERNAL MODULE: ./lib/failure.js
var lib_failure = __webpack_require__(1957);
// EXTERNAL MODULE: ./lib/print/figures.js
var figures = __webpack_require__(5122);
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
        return ['### PowerShell modules', (0,lines/* conclusion */.q$)(report), notTaken(report)];
    const bytes = report.packages.reduce((sum, { size }) => sum + size, 0);
    return [
        '### PowerShell modules',
        `Restored **${(0,figures/* countOf */.pq)(report.packages.length, 'package')}** (${(0,figures/* formatBytes */.z3)(bytes)}) in ${(0,figures/* formatDuration */.a3)(report.ms)}. ${whatWasDown(report)}`,
        warningsOf(report),
        table(report.packages),
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
function table(packages) {
    const rows = packages.map(each => [
        each.id,
        each.version,
        each.source,
        (0,lines/* insteadOf */.c$)(each) || '–',
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
    sayGroup('Attempts that served nothing', (0,lines/* failedAttemptLines */.kZ)(report));
    sayGroup(`Not taken from the requirements: ${report.notes.length}`, (0,requirements/* noteLines */.GI)(report.notes));
    for (const note of report.notes.filter(({ kind }) => DOUBTFUL.has(kind)).slice(0, ANNOTATIONS)) {
        core/* warning */.$e((0,requirements/* noteLines */.GI)([note]).map(neutral/* logLine */.BP).join(), annotationAt(note.place, whereabouts));
    }
    for (const warning of report.warnings)
        annotate(warning);
    if (report.outcome === 'restored') {
        for (const line of (0,lines/* packageLines */.iN)(report))
            say(`  ${line}`);
        say((0,lines/* conclusion */.q$)(report));
    }
    for (const problem of report.problems.slice(0, ANNOTATIONS))
        tellProblem(problem, whereabouts);
    for (const problem of report.problems.slice(ANNOTATIONS))
        say((0,lines/* problemLines */.pb)(problem).join('\n'));
    await writeSummary(renderSummary(report));
}
/** An error annotation, at its place in the file where it has one, and the failure of the step. */
function tellProblem(problem, whereabouts) {
    core/* error */.z3((0,lines/* problemLines */.pb)(problem).map(neutral/* logLine */.BP).join('\n'), annotationAt(problem.place, whereabouts));
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
        ...(repository === undefined ? [] : [`from ${(0,_redact_js__WEBPACK_IMPORTED_MODULE_3__/* .redact */ .E)(repository)}`]),
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
        repository: repository === undefined ? undefined : (0,_redact_js__WEBPACK_IMPORTED_MODULE_3__/* .redact */ .E)(repository),
        guid,
        stated,
    };
}


/***/ }),

/***/ 5078:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ redact),
/* harmony export */   H: () => (/* binding */ holdsCredentials)
/* harmony export */ });
/**
 * A text that may hold an address, as it may be shown: without user name and password, and without a query, in which
 * signatures travel. Everything up to the last `@` goes, since a password may hold any character but a blank.
 */
function redact(text) {
    return text.replace(/\S+/g, word => {
        const secret = credentialsIn(word);
        const shown = secret ? `${word.slice(0, secret.start)}…${word.slice(secret.end)}` : word;
        return shown.replace(/\?.+/, '?…');
    });
}
/** Whether a text holds an address with a user's name or password in it. */
function holdsCredentials(text) {
    return (text.match(/\S+/g) ?? []).some(word => credentialsIn(word) !== undefined);
}
/** Where they stand in one word. By hand, as an expression for it would look at a long line once for each `//` in it. */
function credentialsIn(word) {
    const slashes = word.indexOf('//');
    const end = word.lastIndexOf('@');
    return slashes !== -1 && end > slashes ? { start: slashes + 2, end } : undefined;
}


/***/ })

};
