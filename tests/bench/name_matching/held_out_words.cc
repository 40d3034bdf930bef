#include <array>

#include "tests/bench/name_matching/word_lists.h"

namespace vsx::name_matching {
namespace {

constexpr auto kHeldOutThai = std::to_array<Word>({
    {"Krapao", "Grapow", "กระเป๋า"},
    {"Rongthao", "Rongtow", "รองเท้า"},
    {"Suea", "Sua", "เสื้อ"},
    {"Muak", "Mouk", "หมวก"},
    {"Nalika", "Narika", "นาฬิกา"},
    {"Waenta", "Wanta", "แว่นตา"},
    {"Khaokaeng", "Kaogang", "ข้าวแกง"},
    {"Phonlamai", "Ponlamai", "ผลไม้"},
    {"Sapparot", "Supparod", "สับปะรด"},
    {"Taengmo", "Tangmo", "แตงโม"},
    {"Malako", "Malagor", "มะละกอ"},
    {"Thurian", "Durian", "ทุเรียน"},
    {"Chomphu", "Chompoo", "ชมพู่"},
    {"Kulap", "Gularb", "กุหลาบ"},
    {"Mali", "Malee", "มะลิ"},
    {"Phisuea", "Peesua", "ผีเสื้อ"},
    {"Krathai", "Kratai", "กระต่าย"},
    {"Nangfa", "Nangfar", "นางฟ้า"},
    {"Sattru", "Sutru", "ศัตรู"},
    {"Sawan", "Sawarn", "สวรรค์"},
    {"Wichai", "Vijai", "วิชัย"},
    {"Samut", "Samoot", "สมุทร"},
    {"Bot", "Bod", "บท"},
    {"Phasa", "Pasa", "ภาษา"},
});

constexpr auto kHeldOutKhmer = std::to_array<Word>({
    {"Kabob", "Kabop", "កាបូប"},
    {"Sbek", "Sbaek", "ស្បែក"},
    {"Av", "Ao", "អាវ"},
    {"Muok", "Mouk", "មួក"},
    {"Nealika", "Nalika", "នាឡិកា"},
    {"Bay", "Bai", "បាយ"},
    {"Phlechheu", "Plecheu", "ផ្លែឈើ"},
    {"Mnoas", "Manoas", "ម្នាស់"},
    {"Ovlek", "Aulek", "ឪឡឹក"},
    {"Lhong", "Lohong", "ល្ហុង"},
    {"Thuren", "Turen", "ធូរេន"},
    {"Kolap", "Kulap", "កុលាប"},
    {"Mlis", "Maly", "ម្លិះ"},
    {"Meambav", "Mambao", "មេអំបៅ"},
    {"Tonsay", "Tunsai", "ទន្សាយ"},
    {"Samut", "Samot", "សមុទ្រ"},
    {"Pheasa", "Piesa", "ភាសា"},
    {"Vichea", "Vijea", "វិជ្ជា"},
    {"Krachak", "Kachok", "កញ្ចក់"},
    {"Ptah", "Phteah", "ផ្ទះ"},
});

constexpr auto kHeldOutLao = std::to_array<Word>({
    {"Kapao", "Kapau", "ກະເປົາ"},
    {"Keup", "Kerb", "ເກີບ"},
    {"Seua", "Sua", "ເສື້ອ"},
    {"Mouak", "Muak", "ໝວກ"},
    {"Mong", "Moung", "ໂມງ"},
    {"Vaenta", "Venta", "ແວ່ນຕາ"},
    {"Maknat", "Marknad", "ໝາກນັດ"},
    {"Makmo", "Markmo", "ໝາກໂມ"},
    {"Makhoung", "Makhung", "ໝາກຫຸ່ງ"},
    {"Thoulian", "Thurian", "ທຸລຽນ"},
    {"Koulap", "Kulab", "ກຸຫຼາບ"},
    {"Mali", "Maly", "ມະລິ"},
    {"Mengkabeua", "Maengkabuea", "ແມງກະເບື້ອ"},
    {"Katay", "Kratai", "ກະຕ່າຍ"},
    {"Nangfa", "Nangfah", "ນາງຟ້າ"},
    {"Savan", "Sawan", "ສະຫວັນ"},
    {"Samout", "Samut", "ສະໝຸດ"},
    {"Phasa", "Pasa", "ພາສາ"},
    {"Vixay", "Vichai", "ວິໄຊ"},
    {"Bot", "Bod", "ບົດ"},
});

constexpr auto kHeldOutBurmese = std::to_array<Word>({
    {"Eik", "Ait", "အိတ်"},           {"Hpanat", "Phanat", "ဖိနပ်"},     {"Einngyi", "Ingyi", "အင်္ကျီ"},
    {"Oakhtoke", "Ohtoke", "ဦးထုပ်"}, {"Nayi", "Nari", "နာရီ"},         {"Myethman", "Myetman", "မျက်မှန်"},
    {"Htamin", "Tamin", "ထမင်း"},    {"Thitthi", "Thitti", "သစ်သီး"},   {"Nanat", "Nannat", "နာနတ်"},
    {"Payaye", "Phayaye", "ဖရဲ"},    {"Thinbaw", "Thimbaw", "သင်္ဘော"}, {"Duyin", "Duyinn", "ဒူးရင်း"},
    {"Hninsi", "Hninzi", "နှင်းဆီ"},   {"Zabe", "Sabai", "စံပယ်"},        {"Leikpya", "Letpya", "လိပ်ပြာ"},
    {"Yon", "Yone", "ယုန်"},          {"Pinle", "Pinlay", "ပင်လယ်"},     {"Batha", "Bartha", "ဘာသာ"},
    {"Hman", "Man", "မှန်"},          {"Ein", "Eain", "အိမ်"},
});

}  // namespace

std::span<const Word> HeldOutWords(Language language) {
  switch (language) {
    case Language::kThai:
      return kHeldOutThai;
    case Language::kKhmer:
      return kHeldOutKhmer;
    case Language::kLao:
      return kHeldOutLao;
    case Language::kBurmese:
      return kHeldOutBurmese;
    default:
      return {};
  }
}

}  // namespace vsx::name_matching
