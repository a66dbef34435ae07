const HIDDEN = '…'

/** Names of files, and paths into a configuration, have dots, too. */
const NO_HOST = /^(?:accounts|methods)\.|\.(?:ya?ml|json|[cm]?[jt]s|pem|p12|txt|env|key|crt|xml)$|^[\d.]+$/i

/** Takes out of a reason what is quoted, what stands behind "password=" and the like, users, and hosts that are not this machine's. */
export function maskReason(reason: string): string {
  return reason
    .replaceAll(/"[^"\n]*"|“[^”\n]*”|`[^`\n]*`|(?<!\w)'[^'\n]*'(?!\w)/g, (all) => `${all[0]}${HIDDEN}${all.at(-1)}`)
    .replaceAll(/\b(pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|key)(\s*=\s*|\s*:\s*(?=\S+$))[^\s,;]+/gi, `$1$2${HIDDEN}`)
    .replaceAll(/[^\s/@"']+@(?=[\w.-])/g, `${HIDDEN}@`)
    .replaceAll(/(?<![\w.@/-])(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?=[:/\s),;。；，]|$)|(?<=@|:\/\/)[\w.-]+/gi, hostless)
    .replaceAll(/\b(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}\b/g, '<host>')
}

function hostless(host: string): string {
  return NO_HOST.test(host) || /^(?:localhost|127\.[\d.]+)$/.test(host) ? host : '<host>'
}
