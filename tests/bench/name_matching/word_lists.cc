#include "tests/bench/name_matching/word_lists.h"

#include <array>

namespace vsx::name_matching {
namespace {

// RTGS, and what is written without it.
constexpr auto kThai = std::to_array<Word>({
    {"Dinso", "Dinsor", "ดินสอ"},
    {"Kradat", "Kradad", "กระดาษ"},
    {"Pakka", "Parka", "ปากกา"},
    {"Nangsue", "Nungsuer", "หนังสือ"},
    {"Pratu", "Pratoo", "ประตู"},
    {"Natang", "Nartarng", "หน้าต่าง"},
    {"Dokmai", "Dokmay", "ดอกไม้"},
    {"Tonmai", "Tonmay", "ต้นไม้"},
    {"Phukhao", "Pukao", "ภูเขา"},
    {"Maenam", "Maenum", "แม่น้ำ"},
    {"Thale", "Talay", "ทะเล"},
    {"Thongfa", "Tongfar", "ท้องฟ้า"},
    {"Fontok", "Fontog", "ฝนตก"},
    {"Duangdao", "Doungdaw", "ดวงดาว"},
    {"Phrachan", "Prajun", "พระจันทร์"},
    {"Athit", "Artid", "อาทิตย์"},
    {"Khiao", "Keaw", "เขียว"},
    {"Daeng", "Dang", "แดง"},
    {"Tuayang", "Tuayarng", "ตัวอย่าง"},
    {"Sommut", "Sommoot", "สมมุติ"},
    {"Thotlong", "Todlong", "ทดลอง"},
    {"Mamuang", "Mamoung", "มะม่วง"},
    {"Maphrao", "Maprao", "มะพร้าว"},
    {"Kluai", "Gluay", "กล้วย"},
    {"Khaosan", "Kaosarn", "ข้าวสาร"},
    {"Namtan", "Numtarn", "น้ำตาล"},
    {"Kluea", "Gluer", "เกลือ"},
    {"Chon", "Chorn", "ช้อน"},
    {"Chan", "Jarn", "จาน"},
    {"To", "Tow", "โต๊ะ"},
    {"Rotfai", "Rodfai", "รถไฟ"},
    {"Nokyung", "Nokyoong", "นกยูง"},
    {"Chang", "Charng", "ช้าง"},
    {"Suea", "Sua", "เสือ"},
    {"Plathong", "Platong", "ปลาทอง"},
    {"Chakkrayan", "Jakrayan", "จักรยาน"},
    {"Witthayu", "Wittayoo", "วิทยุ"},
    {"Rongrian", "Rongrien", "โรงเรียน"},
    {"Talat", "Talard", "ตลาด"},
    {"Thanon", "Tanon", "ถนน"},
    {"Saphan", "Sapan", "สะพาน"},
    {"Banna", "Barnna", "บ้านนา"},
    {"Phon", "Porn", "พร"},
    {"Kaeo", "Kaew", "แก้ว"},
    {"Ngoen", "Ngern", "เงิน"},
    {"Phet", "Petch", "เพชร"},
    {"Luk", "Look", "ลูก"},
    {"Suan", "Suarn", "สวน"},
});

// The spellings of Cambodian passports vary by family; the second is a second of these.
constexpr auto kKhmer = std::to_array<Word>({
    {"Sievphov", "Siewphow", "សៀវភៅ"},
    {"Khmaodai", "Kmaodai", "ខ្មៅដៃ"},
    {"Kradas", "Kradah", "ក្រដាស"},
    {"Phka", "Pka", "ផ្កា"},
    {"Daemchheu", "Doemcheu", "ដើមឈើ"},
    {"Phnom", "Pnom", "ភ្នំ"},
    {"Tonle", "Tunle", "ទន្លេ"},
    {"Mek", "Mekh", "មេឃ"},
    {"Phkay", "Pkai", "ផ្កាយ"},
    {"Chan", "Chann", "ចន្ទ"},
    {"Kumru", "Koumrou", "គំរូ"},
    {"Saklbong", "Sakalbang", "សាកល្បង"},
    {"Otahor", "Utaho", "ឧទាហរណ៍"},
    {"Svay", "Svai", "ស្វាយ"},
    {"Doung", "Dong", "ដូង"},
    {"Chek", "Cheik", "ចេក"},
    {"Angkor", "Ongkor", "អង្ករ"},
    {"Skor", "Sko", "ស្ករ"},
    {"Ambel", "Ombil", "អំបិល"},
    {"Chan", "Charn", "ចាន"},
    {"Tok", "Tuk", "តុ"},
    {"Kaoei", "Kao Ey", "កៅអី"},
    {"Phloeng", "Pleung", "ភ្លើង"},
    {"Kngaok", "Kngok", "ក្ងោក"},
    {"Damrei", "Domrey", "ដំរី"},
    {"Khla", "Kla", "ខ្លា"},
    {"Trei", "Trey", "ត្រី"},
    {"Sala", "Sara", "សាលា"},
    {"Phsar", "Psa", "ផ្សារ"},
    {"Phlov", "Plow", "ផ្លូវ"},
    {"Spean", "Spien", "ស្ពាន"},
    {"Phum", "Poum", "ភូមិ"},
    {"Baitong", "Baytang", "បៃតង"},
    {"Krahom", "Kraham", "ក្រហម"},
    {"Meas", "Mias", "មាស"},
    {"Prak", "Brak", "ប្រាក់"},
    {"Thngai", "Tngay", "ថ្ងៃ"},
    {"Khyal", "Kchol", "ខ្យល់"},
    {"Phlieng", "Plieng", "ភ្លៀង"},
    {"Tik", "Teuk", "ទឹក"},
});

// French-style, as in Lao passports, and an English-style spelling.
constexpr auto kLao = std::to_array<Word>({
    {"Dinso", "Dinsor", "ດິນສໍ"},
    {"Peum", "Pheum", "ປຶ້ມ"},
    {"Dokmay", "Dokmai", "ດອກໄມ້"},
    {"Tonmay", "Tonmai", "ຕົ້ນໄມ້"},
    {"Phoukhao", "Phukao", "ພູເຂົາ"},
    {"Menam", "Maenam", "ແມ່ນ້ຳ"},
    {"Thongfa", "Tongfa", "ທ້ອງຟ້າ"},
    {"Douangdao", "Duangdao", "ດວງດາວ"},
    {"Phachan", "Pachanh", "ພະຈັນ"},
    {"Touayang", "Tuayang", "ຕົວຢ່າງ"},
    {"Sommout", "Sommut", "ສົມມຸດ"},
    {"Makmouang", "Makmuang", "ໝາກມ່ວງ"},
    {"Makphao", "Makpao", "ໝາກພ້າວ"},
    {"Kouay", "Kuay", "ກ້ວຍ"},
    {"Khaosan", "Kaosarn", "ເຂົ້າສານ"},
    {"Namtan", "Namtarn", "ນ້ຳຕານ"},
    {"Keua", "Kuea", "ເກືອ"},
    {"Chan", "Jan", "ຈານ"},
    {"To", "Toh", "ໂຕະ"},
    {"Lotfay", "Rotfai", "ລົດໄຟ"},
    {"Nokgnoung", "Nokyung", "ນົກຍູງ"},
    {"Xang", "Sang", "ຊ້າງ"},
    {"Seua", "Suea", "ເສືອ"},
    {"Pakham", "Pakam", "ປາຄຳ"},
    {"Honghian", "Honghean", "ໂຮງຮຽນ"},
    {"Talat", "Talad", "ຕະຫຼາດ"},
    {"Thanon", "Tanon", "ຖະໜົນ"},
    {"Khoua", "Khua", "ຂົວ"},
    {"Banna", "Barnna", "ບ້ານນາ"},
    {"Khiao", "Khiew", "ຂຽວ"},
    {"Deng", "Daeng", "ແດງ"},
    {"Thotlong", "Todlong", "ທົດລອງ"},
    {"Kham", "Kam", "ຄຳ"},
    {"Ngeun", "Ngoen", "ເງິນ"},
    {"Keo", "Kaew", "ແກ້ວ"},
    {"Phone", "Fon", "ຝົນ"},
    {"Souan", "Suan", "ສວນ"},
    {"Heuan", "Huean", "ເຮືອນ"},
    {"Vithanhou", "Witthanyu", "ວິທະຍຸ"},
    {"Louk", "Luk", "ລູກ"},
});

constexpr auto kBurmese = std::to_array<Word>({
    {"Saoke", "Saouk", "စာအုပ်"},
    {"Khetan", "Ketan", "ခဲတံ"},
    {"Pan", "Pann", "ပန်း"},
    {"Thitpin", "Thippin", "သစ်ပင်"},
    {"Taung", "Toung", "တောင်"},
    {"Myit", "Myitt", "မြစ်"},
    {"Kaungkin", "Kounggin", "ကောင်းကင်"},
    {"Kye", "Kyei", "ကြယ်"},
    {"La", "Lah", "လ"},
    {"Nay", "Ne", "နေ"},
    {"Namuna", "Namoona", "နမူနာ"},
    {"Thit", "Thet", "သစ်"},
    {"Thayet", "Thayat", "သရက်"},
    {"Ohn", "Own", "အုန်း"},
    {"Hsan", "San", "ဆန်"},
    {"Thagya", "Thakya", "သကြား"},
    {"Hsa", "Sar", "ဆား"},
    {"Yahta", "Yatar", "ရထား"},
    {"Udaung", "Oodoung", "ဥဒေါင်း"},
    {"Hsin", "Sin", "ဆင်"},
    {"Kya", "Kyar", "ကျား"},
    {"Nga", "Ngar", "ငါး"},
    {"Kyaung", "Kyoung", "ကျောင်း"},
    {"Zay", "Zey", "ဈေး"},
    {"Lan", "Lann", "လမ်း"},
    {"Tada", "Tadar", "တံတား"},
    {"Ywa", "Ywar", "ရွာ"},
    {"Shwe", "Shway", "ရွှေ"},
    {"Ngwe", "Ngway", "ငွေ"},
    {"Moe", "Mo", "မိုး"},
    {"Lay", "Lei", "လေ"},
    {"Yay", "Ye", "ရေ"},
    {"Mee", "Mi", "မီး"},
    {"Kyauk", "Kyouk", "ကျောက်"},
    {"Than", "Thann", "သံ"},
    {"Phyu", "Phyoo", "ဖြူ"},
    {"Wah", "Wa", "ဝါ"},
    {"Pya", "Pyar", "ပြာ"},
    {"Sein", "Sane", "စိန်"},
    {"Ni", "Nee", "နီ"},
    {"Htun", "Tun", "ထွန်း"},
    {"Lin", "Linn", "လင်း"},
    {"Chit", "Chitt", "ချစ်"},
    {"Khin", "Khinn", "ခင်"},
});

// Names proper, for the shares of the great families matter; then things of the house.
constexpr auto kVietnameseFamilies = std::to_array<Word>({
    {"Nguyễn", "Nguyên", ""},
    {"Trần", "Trân", ""},
    {"Lê", "Lee", ""},
    {"Phạm", "Pham", ""},
    {"Hoàng", "Huỳnh", ""},
    {"Phan", "Fan", ""},
    {"Vũ", "Võ", ""},
    {"Đặng", "Dang", ""},
    {"Bùi", "Bui", ""},
    {"Đỗ", "Do", ""},
});
constexpr auto kVietnamese = std::to_array<Word>({
    {"Bàn", "", ""},  {"Ghế", "", ""},   {"Sách", "", ""}, {"Bút", "", ""},   {"Giấy", "", ""}, {"Mẫu", "", ""},
    {"Thử", "", ""},  {"Dụ", "", ""},    {"Cây", "", ""},  {"Lá", "", ""},    {"Núi", "", ""},  {"Sông", "", ""},
    {"Biển", "", ""}, {"Mây", "", ""},   {"Sao", "", ""},  {"Trăng", "", ""}, {"Chén", "", ""}, {"Đũa", "", ""},
    {"Đèn", "", ""},  {"Nón", "", ""},   {"Áo", "", ""},   {"Giày", "", ""},  {"Muối", "", ""}, {"Đường", "", ""},
    {"Gạo", "", ""},  {"Chuối", "", ""}, {"Xoài", "", ""}, {"Dừa", "", ""},   {"Voi", "", ""},  {"Hổ", "", ""},
    {"Cá", "", ""},   {"Chợ", "", ""},   {"Cầu", "", ""},  {"Phố", "", ""},   {"Xanh", "", ""}, {"Vàng", "", ""},
});

constexpr auto kMalay = std::to_array<Word>({
    {"Contoh", "Chontoh", ""},     {"Rekaan", "Reka'an", ""}, {"Kerusi", "Krusi", ""},    {"Pensel", "Pensil", ""},
    {"Buku", "Bukoo", ""},         {"Kertas", "Kretas", ""},  {"Pintu", "Pintoo", ""},    {"Jendela", "Jandela", ""},
    {"Bunga", "Boonga", ""},       {"Pokok", "Poko", ""},     {"Gunung", "Gunong", ""},   {"Sungai", "Sungei", ""},
    {"Lautan", "Lawtan", ""},      {"Langit", "Langet", ""},  {"Bintang", "Bentang", ""}, {"Bulan", "Boolan", ""},
    {"Matahari", "Mata Hari", ""}, {"Hijau", "Ijau", ""},     {"Merah", "Merrah", ""},    {"Mangga", "Manga", ""},
    {"Kelapa", "Klapa", ""},       {"Pisang", "Pesang", ""},  {"Beras", "Bras", ""},      {"Gula", "Goola", ""},
    {"Garam", "Geram", ""},        {"Sudu", "Sudoo", ""},     {"Pinggan", "Pingan", ""},  {"Kereta", "Kreta", ""},
    {"Merak", "Mera", ""},         {"Gajah", "Gaja", ""},     {"Harimau", "Rimau", ""},   {"Ikan", "Ekan", ""},
    {"Sekolah", "Skolah", ""},     {"Pasar", "Pasaar", ""},   {"Jalan", "Djalan", ""},    {"Jambatan", "Jembatan", ""},
    {"Kampung", "Kampong", ""},    {"Emas", "Mas", ""},       {"Perak", "Pera", ""},      {"Permata", "Parmata", ""},
});

// The second spelling is that before the reforms of 1947 and 1972.
constexpr auto kIndonesian = std::to_array<Word>({
    {"Contohwati", "Tjontohwati", ""},
    {"Kursi", "Koersi", ""},
    {"Buku", "Boekoe", ""},
    {"Meja", "Medja", ""},
    {"Pintu", "Pintoe", ""},
    {"Jendela", "Djendela", ""},
    {"Bunga", "Boenga", ""},
    {"Gunung", "Goenoeng", ""},
    {"Sungai", "Soengai", ""},
    {"Bulan", "Boelan", ""},
    {"Surya", "Soerja", ""},
    {"Hijau", "Hidjau", ""},
    {"Cangkir", "Tjangkir", ""},
    {"Gula", "Goela", ""},
    {"Kelapa", "Klapa", ""},
    {"Jalan", "Djalan", ""},
    {"Rupa", "Roepa", ""},
    {"Cahaya", "Tjahaja", ""},
    {"Putra", "Poetra", ""},
    {"Sepatu", "Sepatoe", ""},
    {"Jagung", "Djagoeng", ""},
    {"Kacang", "Katjang", ""},
    {"Cermin", "Tjermin", ""},
    {"Payung", "Pajoeng", ""},
    {"Nyiur", "Njioer", ""},
    {"Rumput", "Roempoet", ""},
    {"Jembatan", "Djembatan", ""},
    {"Burung", "Boeroeng", ""},
    {"Kucing", "Koetjing", ""},
    {"Gajah", "Gadjah", ""},
    {"Biru", "Biroe", ""},
    {"Batu", "Batoe", ""},
    {"Lampu", "Lampoe", ""},
    {"Jamu", "Djamoe", ""},
    {"Susu", "Soesoe", ""},
    {"Madu", "Madoe", ""},
    {"Tepung", "Tepoeng", ""},
    {"Ukiran", "Oekiran", ""},
    {"Wayang", "Wajang", ""},
    {"Sutra", "Soetera", ""},
});

constexpr auto kFilipinoFamilies = std::to_array<Word>({
    {"dela Cruz", "de la Cruz", ""},
    {"Santos", "Santoz", ""},
    {"Halimbawa", "Jalimbawa", ""},
    {"de los Santos", "delos Santos", ""},
    {"Peña", "Penya", ""},
    {"Bundok", "Bundoc", ""},
    {"Mesa", "Meza", ""},
    {"Papel", "Papil", ""},
    {"San Jose", "Sanjose", ""},
    {"Lapis", "Lapiz", ""},
    {"Silya", "Silla", ""},
    {"del Rosario", "Delrosario", ""},
    {"Ilog", "Ylog", ""},
    {"Dagat", "Dacat", ""},
    {"Bituin", "Bitwin", ""},
    {"Buwan", "Buan", ""},
    {"Araw", "Arao", ""},
    {"Mangga", "Manga", ""},
    {"Niyog", "Niog", ""},
    {"Saging", "Saguing", ""},
    {"Bigas", "Bigaz", ""},
    {"Asukal", "Azucal", ""},
    {"Kutsara", "Cuchara", ""},
    {"Plato", "Platon", ""},
    {"Tulay", "Tuley", ""},
    {"Kalye", "Calle", ""},
    {"Ginto", "Guinto", ""},
    {"Pilak", "Pilac", ""},
    {"Puno", "Pono", ""},
    {"Bulaklak", "Bulaclac", ""},
});
constexpr auto kFilipino = std::to_array<Word>({
    {"Juan", "Huan", ""},     {"Jose", "Hose", ""},       {"Cristina", "Kristina", ""}, {"Teresa", "Theresa", ""},
    {"Sampol", "Sampul", ""}, {"Kahon", "Cahon", ""},     {"Rosas", "Rozas", ""},       {"Luntian", "Lontian", ""},
    {"Ulan", "Olan", ""},     {"Hangin", "Jangin", ""},   {"Pinto", "Pento", ""},       {"Lupa", "Lopa", ""},
    {"Perlas", "Perlaz", ""}, {"Esteban", "Estevan", ""}, {"Bato", "Vato", ""},         {"Sinag", "Senag", ""},
    {"Ligaya", "Legaya", ""}, {"Tala", "Thala", ""},      {"Dahon", "Dajon", ""},       {"Kristal", "Cristal", ""},
});

// Pinyin, and for `other` Wade-Giles or an older spelling. Readings of the south (Tan for Chen) are other words to a
// reader of Latin letters and stand in no list.
constexpr auto kChineseFamilies = std::to_array<Word>({
    {"Wang", "Wang", "王"},
    {"Li", "Lee", "李"},
    {"Zhang", "Chang", "张"},
    {"Chen", "Ch'en", "陈"},
    {"Lin", "Lin", "林"},
    {"Huang", "Hwang", "黄"},
    {"Wu", "Woo", "吴"},
    {"Liu", "Liew", "刘"},
    {"Cai", "Ts'ai", "蔡"},
    {"Yang", "Young", "杨"},
    {"Xu", "Hsu", "许"},
    {"Zheng", "Cheng", "郑"},
});
constexpr auto kChinese = std::to_array<Word>({
    {"xiao", "hsiao", "小"},  {"mei", "mei", "美"},    {"li", "li", "例"},       {"zi", "tzu", "子"},
    {"shu", "shu", "书"},     {"zhuo", "cho", "桌"},   {"yi", "i", "椅"},        {"bi", "pi", "笔"},
    {"zhi", "chih", "纸"},    {"shan", "shan", "山"},  {"he", "ho", "河"},       {"hai", "hai", "海"},
    {"yun", "yun", "云"},     {"xing", "hsing", "星"}, {"yue", "yueh", "月"},    {"hua", "hua", "花"},
    {"cao", "ts'ao", "草"},   {"cha", "ch'a", "茶"},   {"mi", "mi", "米"},       {"tang", "t'ang", "糖"},
    {"deng", "teng", "灯"},   {"men", "men", "门"},    {"qiao", "ch'iao", "桥"}, {"jin", "chin", "金"},
    {"yin", "yin", "银"},     {"bao", "pao", "宝"},    {"feng", "feng", "风"},   {"xue", "hsueh", "雪"},
    {"qing", "ch'ing", "青"}, {"hong", "hung", "红"},
});

constexpr std::span<const Word> kNone;

}  // namespace

std::span<const Word> OwnWords(Language language) {
  switch (language) {
    case Language::kThai:
      return kThai;
    case Language::kKhmer:
      return kKhmer;
    case Language::kLao:
      return kLao;
    case Language::kBurmese:
      return kBurmese;
    case Language::kVietnamese:
      return kVietnamese;
    case Language::kMalay:
      return kMalay;
    case Language::kIndonesian:
      return kIndonesian;
    case Language::kFilipino:
      return kFilipino;
    case Language::kChinese:
      return kChinese;
  }
  return kNone;
}

std::span<const Word> FamilyWords(Language language) {
  switch (language) {
    case Language::kVietnamese:
      return kVietnameseFamilies;
    case Language::kFilipino:
      return kFilipinoFamilies;
    case Language::kChinese:
      return kChineseFamilies;
    default:
      return kNone;
  }
}

}  // namespace vsx::name_matching
