#ifndef VSX_TESTS_END_TO_END_SAMPLE_PERSON_H_
#define VSX_TESTS_END_TO_END_SAMPLE_PERSON_H_

#include <string>
#include <vector>

#include "vsx/v1/case.pb.h"
#include "vsx/v1/common.pb.h"
#include "vsx/v1/status.pb.h"

namespace vsx::test {

// Somebody who does not exist: the name says so, the document number begins with XX.
struct SamplePerson {
  std::string name = "Contoh Fictitious";
  std::string birth_date = "1997-03-05";
  std::string document_state = "KHM";
  std::string document_number = "XX0000001";

  // The n-th of many, each with a name, birth date and document of its own.
  static SamplePerson Number(int n);

  v1::PersonQuery ByDocument() const;
  v1::PersonQuery ByName() const;
};

// Registers the person as identified by a receiving Party, who came from `sending_party`.
v1::RegisterCaseRequest RegistrationOf(const SamplePerson& person, const std::string& sending_party);

// An officer considers removal, with the person present.
v1::CheckStatusRequest CheckBeforeRemoval(const v1::PersonQuery& person);

// She was asked a minute ago about `parties`, and denied everything that no directive added to this allows.
v1::ConsentInput DenyByDefault(const std::vector<std::string>& parties);
void Allow(v1::ConsentInput& consent, const std::string& party, v1::Purpose purpose);
void Deny(v1::ConsentInput& consent, const std::string& party, v1::Purpose purpose);

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_SAMPLE_PERSON_H_
