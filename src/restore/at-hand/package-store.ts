/** Packages that stay on this machine from one run to the next, found by their digest alone and verified like any other. */
export interface PackageStore {
  /**
   * Copies the package of a digest to `to`, which does not exist yet. False where there is none or it cannot be read; then
   * nothing is at `to`. Rejects with the system's own error where `to` cannot be written.
   *
   * @param sha512 base64
   */
  copy(sha512: string, to: string): Promise<boolean>
  /** Takes verified packages in, each copied. A store that cannot be written is as good as none: never rejects. */
  keep(packages: readonly StoredPackage[]): Promise<void>
  /** Removes what nobody asked for in 30 days. Never rejects. */
  prune(): Promise<void>
}

export interface StoredPackage {
  /** Base64. */
  readonly sha512: string
  readonly path: string
}
