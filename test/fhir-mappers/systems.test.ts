import { expect, test } from 'vitest'
import { CPT, canonicalSystem, HCPCS, ICD10CM, ICD10PCS, LOINC, NPI, PLACE_OF_SERVICE } from '#fhir-mappers/systems.ts'

test.each([
  ['urn:oid:2.16.840.1.113883.6.90', ICD10CM],
  ['https://hl7.org/fhir/sid/icd-10-cm/', ICD10CM],
  ['http://hl7.org/fhir/sid/icd-10-cm', ICD10CM],
  ['https://fhir.cerner.com/ec2458f2/CodeSystem/BillCodes-ICD', ICD10CM],
  ['https://www.cms.gov/Medicare/Coding/ICD10', ICD10PCS],
  ['https://www.ama-assn.org/go/cpt', CPT],
  ['https://fhir.cerner.com/ec2458f2/CodeSystem/BillCodes-CPT', CPT],
  ['http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', HCPCS],
  ['urn:oid:2.16.840.1.113883.6.285', HCPCS],
  ['HTTP://LOINC.ORG', LOINC],
  ['urn:oid:2.16.840.1.113883.4.6', NPI],
  ['http://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set', PLACE_OF_SERVICE],
  // Near misses stay what they are: ICD-10 of WHO, a tenant's own charge codes.
  ['http://hl7.org/fhir/sid/icd-10', 'http://hl7.org/fhir/sid/icd-10'],
  ['https://fhir.cerner.com/x/CodeSystem/BillCodes-CDM', 'https://fhir.cerner.com/x/CodeSystem/BillCodes-CDM'],
  ['', ''],
])('%s is %s', (uri, canonical) => {
  expect(canonicalSystem(uri)).toBe(canonical)
})
