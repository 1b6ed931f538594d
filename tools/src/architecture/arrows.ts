/** What the production code of a package may import. */
export interface Arrow {
  /** Entries of other packages, exactly as imported. */
  readonly packages: readonly string[]
  /** Entries loaded by `import()` alone (or as types), so that others need not load them. */
  readonly lazily?: readonly string[]
  readonly libraries: readonly string[]
  /** Whether `node:` modules are there: false for what runs on any JavaScript runtime. */
  readonly node: boolean
}

const contract = ['@accession/core/contract', '@accession/core/errors']
const core = ['@accession/core', ...contract, '@accession/core/ports']
const adapters = [
  '@accession/core/memory',
  '@accession/store-sql',
  '@accession/store-sql/postgres',
  '@accession/store-sql/sqlite',
  '@accession/blobs/filesystem',
  '@accession/blobs/s3',
  '@accession/blobs/s3-node',
]

/** The allowed arrows between packages. What is not here is forbidden. */
export const packageArrows: Readonly<Record<string, Arrow>> = {
  'packages/core': { packages: [], libraries: ['valibot'], node: false },
  'packages/store-sql': { packages: core, libraries: ['pg'], node: true },
  'packages/blobs': { packages: core, libraries: ['aws4fetch'], node: true },
  'packages/crypto': { packages: ['@accession/core/ports'], libraries: [], node: true },
  'packages/item-types': { packages: core, libraries: ['saxes'], node: false },
  'packages/fetcher': {
    packages: ['@accession/core', '@accession/core/ports'],
    libraries: [],
    node: true,
  },
  'packages/http': { packages: core, libraries: ['hono'], node: false },
  'packages/client': { packages: contract, libraries: [], node: false },
  'packages/conformance': { packages: contract, libraries: ['commander', 'vitest'], node: true },
  'packages/engines': { packages: [], libraries: ['pg', 'wrangler'], node: true },
  'apps/server': {
    packages: [
      ...core,
      '@accession/core/admin',
      ...adapters,
      '@accession/crypto',
      '@accession/fetcher/node',
      '@accession/http',
      '@accession/item-types',
      '@accession/item-types/adapters',
    ],
    libraries: ['@hono/node-server', 'pino', 'valibot'],
    node: true,
  },
  'apps/edge': {
    packages: [
      ...core,
      '@accession/store-sql/d1',
      '@accession/blobs/r2',
      '@accession/blobs/s3',
      '@accession/crypto',
      '@accession/fetcher/worker',
      '@accession/http',
      '@accession/item-types',
      '@accession/item-types/adapters',
    ],
    libraries: ['hono', 'valibot'],
    node: true,
  },
  'apps/cli': {
    packages: [
      ...contract,
      '@accession/client',
      '@accession/item-types/iso',
      '@accession/item-types/ova',
      '@accession/item-types/ovf',
    ],
    lazily: ['@accession/server'],
    libraries: ['commander'],
    node: true,
  },
}

/** What a folder of core's sources may import of the others. */
export interface FolderArrow {
  readonly folders: readonly string[]
  /** Folders of which only types may be imported. */
  readonly types?: readonly string[]
  readonly libraries?: readonly string[]
}

/** The allowed arrows inside core; every folder that is not named here is `behaviour`. */
export const coreArrows = {
  contract: { folders: ['errors', 'limits'] },
  errors: { folders: ['contract'] },
  limits: { folders: [] },
  ports: { folders: ['limits'], types: ['contract', 'errors'] },
  behaviour: { folders: ['contract', 'errors', 'limits', 'ports', 'behaviour'] },
  memory: { folders: ['contract', 'errors', 'limits', 'ports'] },
  testing: {
    folders: ['contract', 'errors', 'limits', 'ports', 'behaviour', 'memory'],
    libraries: ['vitest', 'fast-check'],
  },
} satisfies Readonly<Record<string, FolderArrow>>
