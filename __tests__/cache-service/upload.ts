/** A blob that is being written, whole, in named blocks (Azure) or in ranges (v1). */
export class Upload {
  readonly #blocks = new Map<string, Buffer>()
  #bytes: Buffer | undefined

  /** What it holds; undefined before anything was committed. */
  get bytes(): Buffer | undefined {
    return this.#bytes
  }

  put(bytes: Buffer): void {
    this.#bytes = bytes
  }

  stageBlock(id: string, bytes: Buffer): void {
    this.#blocks.set(id, bytes)
  }

  /** Puts blocks together in the order of the list. False where one was never staged; then nothing changes. */
  commitBlocks(ids: readonly string[]): boolean {
    const blocks = ids.map(id => this.#blocks.get(id)).filter(block => block !== undefined)
    if (blocks.length < ids.length) return false
    this.#bytes = Buffer.concat(blocks)
    return true
  }

  writeAt(offset: number, bytes: Buffer): void {
    const before = this.#bytes ?? Buffer.alloc(0)
    const after = Buffer.alloc(Math.max(before.length, offset + bytes.length))
    before.copy(after)
    bytes.copy(after, offset)
    this.#bytes = after
  }
}
