import type { Workspace } from '../workspace/workspace.ts'

const linesMax = 400

/** Names every source file that is too long to be read in one go; generated ones apart. */
export function checkLengths({ files }: Workspace): readonly string[] {
  return [...files]
    .filter(([path]) => /\.[jt]sx?$/.test(path) && !path.includes('/generated/'))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > linesMax)
    .map(({ path, lines }) => `${path} has ${lines} lines; ${linesMax} is the most`)
}

// Written in brackets, so that this file does not find itself.
const foreign = [
  { what: 'a package registry', pattern: /\bregistry[.][\w-]+[.]\w+|\bnpm[.]pkg[.]\w+/ },
  {
    what: 'a folder of one machine',
    pattern: /(?<![\w.@)}*-])[/](?:work|tmp[/]plan|root)(?![\w-])/,
  },
  { what: 'a home folder', pattern: /(?<![\w.@)}*-])[/](?:home|Users)[/]\w+/ },
]

/** Names every line that ties the project to one machine or one package registry. */
export function checkNothingForeign({ files }: Workspace): readonly string[] {
  return [...files].flatMap(([path, text]) =>
    foreign
      .filter(({ pattern }) => pattern.test(text))
      .flatMap(({ what, pattern }) =>
        text
          .split('\n')
          .flatMap((line, index) =>
            pattern.test(line) ? [`${path}:${index + 1} names ${what}`] : [],
          ),
      ),
  )
}
