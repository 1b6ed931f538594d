/** A name without the folder that it is relative to, which `openssl dgst ./*` and some programs write before it. */
export const withoutHere = (name: string): string => name.replace(/^(?:\.[/\\])+/, '')
