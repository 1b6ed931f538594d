import { findPythonPackage } from '@accession/engines/python'
import type { PythonWithPackage } from '@accession/engines/python'

/**
 * Finds the part of the official SDK that has the content library, with what that needs: a quarter
 * of `vcf-sdk`, which is a list of such parts and has no code of its own.
 */
export const findPythonSdk = (): Promise<PythonWithPackage> =>
  findPythonPackage('vmware-vcenter==9.1.1.0')
