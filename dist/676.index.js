export const id = 676;
export const ids = [676];
export const modules = {

/***/ 676:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runCommand: () => (/* binding */ runCommand)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./lib/action/inputs.js
var action_inputs = __webpack_require__(1413);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./lib/requirements/nearest.js
var requirements_nearest = __webpack_require__(3274);
// EXTERNAL MODULE: ./lib/result.js
var result = __webpack_require__(4138);
;// CONCATENATED MODULE: ./lib/cli/arguments.js



const COMMANDS = ['requirements'];
/** The action's inputs that the command takes as flags. */
const TEXTS = ['modules', 'working-directory', 'tags'];
const LISTS = ['modules', 'tags'];
const SWITCHES = ['prerelease'];
const OWN = ['json', 'explain', 'help', 'version'];
/** Reads the arguments. Errors: `USAGE`, with what was probably meant. */
function parseArguments(argv) {
    const { tokens } = (0,external_node_util_.parseArgs)({
        args: [...argv],
        options: {
            ...Object.fromEntries(TEXTS.map(name => [name, { type: 'string', multiple: true }])),
            ...Object.fromEntries([...SWITCHES, ...OWN].map(name => [name, { type: 'boolean' }])),
            help: { type: 'boolean', short: 'h' },
        },
        strict: false,
        allowPositionals: true,
        tokens: true,
    });
    const given = new Map();
    const words = [];
    for (const token of tokens) {
        if (token.kind === 'positional')
            words.push(token.value);
        if (token.kind !== 'option')
            continue;
        const problem = wrongOption(token);
        if (problem)
            return (0,result/* err */._)(problem);
        given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? 'true']);
    }
    const [word, ...operands] = words;
    const name = given.has('version') ? 'version' : given.has('help') || word === undefined ? 'help' : commandNamed(word);
    if (name === undefined)
        return (0,result/* err */._)(unknownCommand(word ?? ''));
    const odd = operands.find(operand => NO_LINE.test(operand));
    if (odd !== undefined)
        return (0,result/* err */._)(noFile(odd));
    const inputs = [...TEXTS, ...SWITCHES].flatMap(each => {
        const values = given.get(each);
        return values ? [[each, LISTS.includes(each) ? values.join('\n') : (values.at(-1) ?? '')]] : [];
    });
    return (0,result.ok)({
        name,
        operands,
        inputs: Object.fromEntries(inputs),
        json: given.has('json'),
        explain: given.has('explain'),
    });
}
function commandNamed(word) {
    return word === 'help' ? 'help' : COMMANDS.find(name => name === word);
}
function wrongOption({ name, rawName, value, inlineValue }) {
    const texts = TEXTS;
    const switches = [...SWITCHES, ...OWN];
    if (texts.includes(name)) {
        // What begins with a dash is the next option: the value was forgotten.
        const isMissing = value === undefined || (inlineValue !== true && value.startsWith('-'));
        return isMissing ? usage(`${rawName} wants a value behind it`, `Write ${rawName}=…`) : undefined;
    }
    if (switches.includes(name)) {
        return value === undefined ? undefined : usage(`${rawName} takes no value`, `Write ${rawName} alone.`);
    }
    const nearest = (0,requirements_nearest/* nearestWord */.z)(name, [...texts, ...switches]);
    return usage(`there is no option ${rawName}`, nearest === undefined ? SEE_HELP : `Did you mean --${nearest}?`);
}
/** What would be no line of the input "manifest", or several: left out there, and a search would begin in its place. */
const NO_LINE = /^\s*(?:#|$)|[\r\n]/;
function noFile(operand) {
    const hint = /[\r\n]/.test(operand) ? 'Give each file an argument of its own.' : `Write ./${operand}`;
    const whenEmpty = 'Is a variable empty? Without any FILE, one is searched for.';
    return usage(`${JSON.stringify(operand.slice(0, 80))} is no FILE`, operand.trim() === '' ? whenEmpty : hint);
}
function unknownCommand(word) {
    const nearest = (0,requirements_nearest/* nearestWord */.z)(word, COMMANDS);
    const isFile = /[./\\*]/.test(word);
    const meant = isFile ? `requirements ${word.slice(0, 80)}` : nearest;
    const hint = meant === undefined ? SEE_HELP : `Did you mean "${meant}"?`;
    return usage(`there is no command "${word.slice(0, 80)}"`, hint);
}
const SEE_HELP = 'See psmodule-restore --help.';
function usage(what, hint) {
    return { code: 'USAGE', sentence: `The command line cannot be understood: ${what}.`, hint };
}

;// CONCATENATED MODULE: ./lib/cli/help.js
const HELP = `Usage: psmodule-restore requirements [FILE...] [options]

Prints what the requirements files ask for, as it was understood, and from where. Without FILE and --modules it looks
for a file: in the working directory, then in its build folder. Nothing is asked of any gallery.

  FILE                     a path or a glob; "!" in front takes files out, "path: format" states the format
  --modules TEXT           a requirement, as in Pester@5.7.1; may be repeated
  --working-directory DIR  what paths are relative to
  --tags TAG               only entries of PSDepend with this tag; may be repeated
  --prerelease             prereleases of everything that is stated
  --explain                why each file was read, and read so
  --json                   the same as JSON (schema/requirements.schema.json)

  --help, --version

What is an input of the action can also be set by a variable: PSMR_MANIFEST for FILE, PSMR_MODULES, PSMR_TAGS and so on.
Exit codes: 0 understood, 1 not understood (the sentence says what and where), 2 wrong command line.
`;

// EXTERNAL MODULE: ./lib/print/figures.js
var figures = __webpack_require__(5122);
// EXTERNAL MODULE: ./lib/print/requirements.js
var print_requirements = __webpack_require__(4711);
// EXTERNAL MODULE: ./lib/print/table.js
var table = __webpack_require__(4467);
// EXTERNAL MODULE: ./lib/product.js
var product = __webpack_require__(7964);
// EXTERNAL MODULE: ./lib/requirements/search.js
var search = __webpack_require__(1338);
;// CONCATENATED MODULE: ./lib/cli/requirements-command.js





/** What was understood, for people: a table, and below it what was not taken. */
function renderRequirements(collection, explain) {
    const { files, requirements, notes } = collection;
    const header = ['MODULE', 'WRITTEN', 'BECOMES', 'STATED AT'];
    return [
        ...(explain && files.some(({ chosenBy }) => chosenBy === 'search') ? [SEARCHED, ...(0,search/* searchOrder */.jS)(), ''] : []),
        ...(explain ? (0,print_requirements/* fileLines */.c0)(files) : files.map(({ file, format }) => `${file} (${format})`)),
        ...(files.length > 0 ? [''] : []),
        ...(requirements.length > 0 ? (0,table/* table */.t)([header, ...requirements.map(print_requirements/* requirementCells */.ds)]) : ['No module is required.']),
        ...under('', (0,print_requirements/* combinedLines */.hQ)(requirements)),
        ...under('Not taken:', (0,print_requirements/* noteLines */.GI)(notes.filter(({ kind }) => isTold(kind, explain)))),
        ...(explain ? [] : withoutEffect(notes)),
    ];
}
/** That nothing is required is said in place of the table. */
function isTold(kind, explain) {
    return kind !== 'nothing-required' && (explain || kind !== 'no-effect');
}
const SEARCHED = 'Searched here, then in the build folder, the first that is there counts:';
/** Files repeat where to install and how with every entry; what was really left out must not drown in that. */
function withoutEffect(notes) {
    const { length } = notes.filter(({ kind }) => kind === 'no-effect');
    return length === 0 ? [] : ['', `${(0,figures/* countOf */.pq)(length, 'setting')} without effect here; --explain shows which.`];
}
function under(title, lines) {
    return lines.length === 0 ? [] : ['', ...(title === '' ? [] : [title]), ...lines];
}
/** The same as `schema/requirements.schema.json` describes it. */
function requirementsJson({ files, requirements, notes }) {
    return {
        ...HEAD,
        files: files.map(({ file, format, because, chosenBy }) => ({ file, format, because, chosenBy })),
        requirements: requirements.map(print_requirements/* requirementJson */.Wn),
        notes,
    };
}
/** Why nothing was understood, in the same schema. */
function problemJson(problem) {
    return { ...HEAD, files: [], requirements: [], notes: [], problem };
}
const HEAD = { format: 1, tool: `psmodule-restore ${product/* VERSION */.xv}` };

// EXTERNAL MODULE: ./lib/cli/terminal.js
var terminal = __webpack_require__(2832);
// EXTERNAL MODULE: ./lib/requirements/collect.js + 30 modules
var collect = __webpack_require__(9885);
;// CONCATENATED MODULE: ./lib/cli.js








const UNDERSTOOD = 0;
const NOT_UNDERSTOOD = 1;
const WRONG_USAGE = 2;
/** The command's entry: the same engine as the action's, at a terminal. Gives the exit code. */
async function runCommand(argv) {
    const command = parseArguments(argv);
    if (!command.ok) {
        (0,terminal.printProblem)(command.error);
        return WRONG_USAGE;
    }
    switch (command.value.name) {
        case 'help':
            (0,terminal.printLines)(HELP.trimEnd().split('\n'));
            return UNDERSTOOD;
        case 'version':
            (0,terminal.printLines)([product/* VERSION */.xv]);
            return UNDERSTOOD;
        case 'requirements':
            return requirements(command.value);
    }
}
async function requirements(command) {
    const surroundings = { ...(0,action_inputs/* readSurroundings */.St)({}, (0,external_node_os_.tmpdir)()), workspace: process.cwd() };
    const inputs = (0,action_inputs/* readInputs */.Ko)(name => inputOf(name, command), surroundings);
    const collection = inputs.ok ? await (0,collect/* collectRequirements */.H)(inputs.value) : inputs;
    if (!collection.ok)
        return refuse(collection.error, command);
    const { value } = collection;
    if (command.json)
        (0,terminal.printJson)(requirementsJson(value));
    else
        (0,terminal.printLines)(renderRequirements(value, command.explain));
    return UNDERSTOOD;
}
/** The inputs that this command has a use for; a variable of another command is none of its business. */
const TAKEN = ['manifest', 'modules', 'working-directory', 'tags', 'prerelease'];
/** What is typed comes before what the environment says. */
function inputOf(name, { inputs, operands }) {
    if (!TAKEN.includes(name))
        return action_inputs/* INPUT_DEFAULTS */.WJ[name];
    if (name === 'manifest' && operands.length > 0)
        return operands.join('\n');
    return inputs[name] ?? process.env[`PSMR_${name.toUpperCase().replaceAll('-', '_')}`] ?? action_inputs/* INPUT_DEFAULTS */.WJ[name];
}
function refuse(problem, { json }) {
    if (json)
        (0,terminal.printJson)(problemJson(problem));
    else
        (0,terminal.printProblem)(problem);
    return NOT_UNDERSTOOD;
}


/***/ }),

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


/***/ })

};
