/** What we call ourselves in requests. A test holds the version equal to package.json's. */
export const VERSION = '0.1.0'
export const PRODUCT = `psmodule-restore/${VERSION}`
