package vi

import "testing"

func TestNumerals(t *testing.T) {
	v := NewVocab()
	x, err := NewNumerals(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text   string
		value  string
		tokens int
	}{
		{"1.107 vụ", "1107", 3}, {"1 107 vụ", "1107", 2}, {"12,50 ha", "12.50", 3}, {"1.205,6 gam", "1205.6", 5},
		{"1,234,567 đồng", "1234567", 5}, {"1,234.5 tấn", "1234.5", 5}, {"1.050.7 gram", "1050.7", 5}, {"02 tập thể", "2", 1},
		{"0.125 tấn", "0.125", 3}, {"1001,99 gram", "1001.99", 3}, {"47vụ", "47", 1}, {"1 234 567,5 tấn", "1234567.5", 5},
		{"16 nghìn 300 trường hợp", "16300", 3}, {"10 nghìn tỷ đồng", "10000000000000", 3}, {"1 tỷ 200 triệu đồng", "1200000000", 4}, {"3 tỷ rưỡi", "3500000000", 3},
		{"394 tỷ 581 triệu đồng", "394581000000", 4}, {"12,7 triệu lượt", "12700000", 4}, {"2 chục hộ", "20", 2}, {"5 vạn người", "50000", 2},
		{"hai mươi tư đối tượng", "24", 3}, {"một trăm linh năm vụ", "105", 4}, {"mười lăm xe", "15", 2}, {"hai mươi mốt", "21", 3},
		{"ba trăm hai mươi lăm", "325", 5}, {"hai triệu rưỡi", "2500000", 3}, {"một nghìn hai trăm lẻ năm người", "1205", 6},
		{"ba mươi nghìn đồng", "30000", 3}, {"năm vụ", "5", 1}, {"một tỷ đồng", "1000000000", 2}, {"mười vụ", "10", 1},
		{"83 tỷ lệ", "83", 1}, {"5 Triệu Phong", "5", 1}, {"2 tỷ trọng", "2", 1}, {"12 tỷ phú", "12", 1}, {"3 triệu chứng", "3", 1}, {"nửa tỷ đồng", "500000000", 2}, {"nửa triệu lượt", "500000", 2},
	} {
		toks := Tokenize(nil, c.text, v)
		n := x.Read(c.text, toks, 0)
		if !n.OK || n.Value.String() != c.value || n.Tokens != c.tokens {
			t.Errorf("Read(%q) = %v with %d tokens (ok %v), want %s with %d", c.text, n.Value, n.Tokens, n.OK, c.value, c.tokens)
		}
	}
	for _, text := range []string{"1.2.3.4", "12.5,3.4", "12345678901234567890123", "vụ", "mươi", "nửa năm", "nửa tỷ lệ", "nửa trăm", "9223372036854775807 tỷ"} {
		if n := x.Read(text, Tokenize(nil, text, v), 0); n.OK {
			t.Errorf("Read(%q) = %v, want no number", text, n.Value)
		}
	}
	for text, other := range map[string]string{"1,250 tỷ": "1250000000000", "1.250 tỷ": "1250000000", "5,552": "5552"} {
		if n := x.Read(text, Tokenize(nil, text, v), 0); !n.Ambiguous || n.Other.String() != other {
			t.Errorf("Read(%q) is also %v, want %s", text, n.Other, other)
		}
	}
}

func BenchmarkNumerals(b *testing.B) {
	v := NewVocab()
	x, err := NewNumerals(v)
	if err != nil {
		b.Fatal(err)
	}
	text := "1.205,6 tỷ 200 triệu"
	toks := Tokenize(nil, text, v)
	for b.Loop() {
		x.Read(text, toks, 0)
	}
}
