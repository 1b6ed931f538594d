import type { ConformanceCase } from '../run/conformance-case.ts'
import { addressCases } from './address-cases.ts'
import { changeCases } from './change-cases.ts'
import { descriptionCases } from './description-cases.ts'
import { configurationCases } from './configuration-cases.ts'
import { downloadCases } from './download-cases.ts'
import { downloadSessionCases } from './download-session-cases.ts'
import { healthCases, hygieneCases } from './hygiene-cases.ts'
import { itemCases } from './item-cases.ts'
import { itemTypeCases } from './item-type-cases.ts'
import { jsonRpcCases } from './json-rpc-cases.ts'
import { libraryCases } from './library-cases.ts'
import { maintenanceCases } from './maintenance-cases.ts'
import { moveCases } from './move-cases.ts'
import { nameCases } from './name-cases.ts'
import { ovaCases } from './ova-cases.ts'
import { partCases } from './part-cases.ts'
import { pullCases } from './pull-cases.ts'
import { publishingCases } from './publishing-cases.ts'
import { raceCases } from './race-cases.ts'
import { requestFormCases } from './request-form-cases.ts'
import { sessionFileCases } from './session-file-cases.ts'
import { signedContentCases } from './signed-content-cases.ts'
import { signInCases } from './sign-in-cases.ts'
import { subscriptionCases } from './subscription-cases.ts'
import { taskCases } from './task-cases.ts'
import { trustCases } from './trust-cases.ts'
import { updateSessionCases } from './update-session-cases.ts'
import { uploadCases } from './upload-cases.ts'
import { usageCases } from './usage-cases.ts'

/** Every case there is. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...signInCases,
  ...requestFormCases,
  ...addressCases,
  ...jsonRpcCases,
  ...libraryCases,
  ...usageCases,
  ...maintenanceCases,
  ...trustCases,
  ...signedContentCases,
  ...configurationCases,
  ...itemCases,
  ...changeCases,
  ...nameCases,
  ...updateSessionCases,
  ...sessionFileCases,
  ...itemTypeCases,
  ...pullCases,
  ...raceCases,
  ...uploadCases,
  ...partCases,
  ...downloadCases,
  ...downloadSessionCases,
  ...ovaCases,
  ...publishingCases,
  ...subscriptionCases,
  ...taskCases,
  ...moveCases,
  ...hygieneCases,
  ...healthCases,
  ...descriptionCases,
]
