import { expect, it } from 'vitest'
import { refuseOldNode } from './refuse-old-node.ts'

it.each(['18.20.0', '20.20.2', '22.12.9'])('says what to do on Node.js %s', (version) => {
  expect(() => refuseOldNode('accession serve', version)).toThrow(
    /22\.13 or later.*update Node\.js/,
  )
})

it.each(['22.13.0', '23.0.0', '24.21.0'])('takes Node.js %s', (version) => {
  expect(() => refuseOldNode('accession serve', version)).not.toThrow()
})
