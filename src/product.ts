/** What we call ourselves in requests. A test holds the version equal to package.json's. */
export const VERSION = '0.1.0'
export const PRODUCT = `psmodule-restore/${VERSION}`
/** And to people, in logs and reports. */
export const TOOL = `psmodule-restore ${VERSION}`

/** The Node that the runner brings to an action of `node24`, and the oldest that the command takes. */
export const NODE_MAJOR = 24
