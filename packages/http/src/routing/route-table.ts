/** What lives at which addresses: a tree of their segments, so that a path is walked once. */
export interface RouteTable<T> {
  /** `path` has its parameters in braces, alone in their segment or after `id:`. */
  add(method: string, path: string, target: T): void
  /** What is at that address; fixed segments come before parameters that would also match. */
  find(method: string, path: string): T | undefined
}

interface Branch<T> {
  /** What follows, by the next segment. */
  readonly fixed: Map<string, Branch<T>>
  /** What follows where the next segment is `id:` and a value. */
  prefixed: Branch<T> | undefined
  /** What follows where the next segment is any value. */
  open: Branch<T> | undefined
  /** What is here, by method. */
  readonly targets: Map<string, T>
}

/** An empty table. */
export const createRouteTable = <T>(): RouteTable<T> => {
  const root = createBranch<T>()
  return {
    add(method, path, target) {
      let branch = root
      for (const segment of path.split('/')) branch = grow(branch, segment)
      branch.targets.set(method, target)
    },
    find: (method, path) => findIn(root, path.split('/'), 0, method),
  }
}

const createBranch = <T>(): Branch<T> => ({
  fixed: new Map(),
  prefixed: undefined,
  open: undefined,
  targets: new Map(),
})

const grow = <T>(branch: Branch<T>, segment: string): Branch<T> => {
  if (segment.startsWith('id:{')) return (branch.prefixed ??= createBranch())
  if (segment.startsWith('{')) return (branch.open ??= createBranch())
  const known = branch.fixed.get(segment)
  if (known) return known
  const made = createBranch<T>()
  branch.fixed.set(segment, made)
  return made
}

const findIn = <T>(
  branch: Branch<T>,
  segments: readonly string[],
  at: number,
  method: string,
): T | undefined => {
  const segment = segments[at]
  if (segment === undefined) return branch.targets.get(method)
  const { prefixed, open } = branch
  const fixed = branch.fixed.get(segment)
  const found = fixed && findIn(fixed, segments, at + 1, method)
  if (found !== undefined || segment === '') return found
  const named =
    prefixed && idPrefix.test(segment) ? findIn(prefixed, segments, at + 1, method) : undefined
  return named ?? (open && findIn(open, segments, at + 1, method))
}

/** Some clients encode the colon. */
const idPrefix = /^id(?::|%3[Aa])[^]/
