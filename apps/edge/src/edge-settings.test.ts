import { describe, expect, it } from 'vitest'
import { readEdgeSettings } from './edge-settings.ts'
import type { Environment } from './environment.ts'

const bindings = {} as Environment

describe('the settings of a Worker', () => {
  it('have defaults, also where a variable is empty', () => {
    const defaults = {
      adminUser: 'administrator@vsphere.local',
      adminPassword: undefined,
      publicUrl: undefined,
      corsOrigins: [],
      uploadBytesMax: 100_000_000,
      presignedUploads: false,
      presignedDownloads: false,
      fetchAllow: [],
      logLevel: 'info',
      sessionTimeoutMs: 300_000,
      sessionRetentionMs: 3_600_000,
    }
    expect(readEdgeSettings(bindings)).toEqual(defaults)
    const empty = { ...bindings, ACCESSION_PUBLIC_URL: '', ACCESSION_SESSION_TIMEOUT: '' }
    expect(readEdgeSettings(empty)).toEqual(defaults)
  })

  it('are read from variables', () => {
    const settings = readEdgeSettings({
      ...bindings,
      ACCESSION_CORS_ORIGINS: 'https://a.example, https://b.example',
      ACCESSION_SESSION_TIMEOUT: '60',
      ACCESSION_PRESIGNED_DOWNLOADS: '1',
    })
    expect(settings.corsOrigins).toEqual(['https://a.example', 'https://b.example'])
    expect(settings.sessionTimeoutMs).toBe(60_000)
    expect(settings.presignedDownloads).toBe(true)
  })

  it.each([
    ['ACCESSION_PUBLIC_URL', 'ftp://library'],
    ['ACCESSION_PUBLIC_URL', 'library'],
    ['ACCESSION_CORS_ORIGINS', 'https://a.example/path'],
    ['ACCESSION_SESSION_TIMEOUT', '0'],
    ['ACCESSION_SESSION_TIMEOUT', '1.5'],
    ['ACCESSION_SESSION_RETENTION', 'forever'],
    ['ACCESSION_UPLOAD_BYTES_MAX', '100 MB'],
    ['ACCESSION_PRESIGNED_UPLOADS', 'yes'],
    ['ACCESSION_LOG_LEVEL', 'loud'],
  ])('refuse %s=%s by its name', (name, value) => {
    expect(() => readEdgeSettings({ ...bindings, [name]: value })).toThrow(name)
  })
})
