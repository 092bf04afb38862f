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
/* harmony import */ var _print_lines_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8008);
/* harmony import */ var _print_neutral_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1460);
/* harmony import */ var _product_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7964);



/**
 * The one writer of the terminal. Every line is made harmless: a terminal obeys control characters, and in a workflow's
 * `run` the runner reads the lines for commands.
 */
function printLines(lines) {
    write(process.stdout, lines);
}
function printJson(value) {
    process.stdout.write(`${(0,_print_neutral_js__WEBPACK_IMPORTED_MODULE_1__/* .jsonText */ .s$)(JSON.stringify(value, undefined, 2))}\n`);
}
function printProblem(problem) {
    write(process.stderr, (0,_print_lines_js__WEBPACK_IMPORTED_MODULE_0__/* .problemLines */ .pb)(problem));
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
    stream.write(lines.map(line => `${(0,_print_neutral_js__WEBPACK_IMPORTED_MODULE_1__/* .logLine */ .BP)(line)}\n`).join(''));
}


/***/ })

};
