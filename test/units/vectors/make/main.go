// Makes the vectors beside this folder from the Go code that Kubernetes itself runs, so that the tests of
// lib/units need no Go. Once per update: edit go.mod, then `go run .` here and move the *.json one folder up.
// Made with Go 1.26.8, apimachinery v0.35.4, robfig/cron v3.0.1, distribution/reference v0.6.0.
package main

import (
	_ "crypto/sha256"
	_ "crypto/sha512"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"

	"github.com/distribution/reference"
	"github.com/robfig/cron/v3"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"time"
)

type M = map[string]any

var r = rand.New(rand.NewSource(7))

func pick(s ...string) string { return s[r.Intn(len(s))] }
func word(alphabet string, n int) string {
	var b strings.Builder
	a := []rune(alphabet)
	for i := 0; i < n; i++ {
		b.WriteRune(a[r.Intn(len(a))])
	}
	return b.String()
}
func save(name string, v any) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	t := strings.ReplaceAll(b.String(), "},{", "},\n{")
	t = strings.ReplaceAll(t, "],[", "],\n[")
	os.WriteFile(name+".json", []byte(t), 0o644)
}
func quantity(s string) []any {
	q, err := resource.ParseQuantity(s)
	if err != nil {
		return []any{s, nil}
	}
	n, suf := q.CanonicalizeBytes(make([]byte, 0, 64))
	return []any{s, string(n) + string(suf), string(q.Format), q.Value(), q.ScaledValue(resource.Milli)}
}
func dur(s string) []any {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return []any{s, nil}
	}
	return []any{s, d.Nanoseconds(), d.String()}
}
func sched(s string) []any {
	x, err := cron.ParseStandard(s)
	if err != nil || strings.Contains(s, "TZ") {
		return []any{s, nil}
	}
	switch v := x.(type) {
	case cron.ConstantDelaySchedule:
		return []any{s, "every", v.Delay.Seconds()}
	case *cron.SpecSchedule:
		bits := func(u uint64) string {
			l := []string{}
			for i := 0; i < 63; i++ {
				if u&(1<<i) != 0 {
					l = append(l, fmt.Sprint(i))
				}
			}
			return strings.Join(l, ",") + map[uint64]string{0: "", 1: "*"}[u>>63]
		}
		v.Location = time.UTC
		// The smallest gap between runs over 30 years, or as many as 20000 runs.
		t := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(-time.Second)
		gap := int64(0)
		prev := v.Next(t)
		for i := 0; i < 20000 && !prev.IsZero() && prev.Year() < 2030; i++ {
			n := v.Next(prev)
			if n.IsZero() {
				break
			}
			g := int64(n.Sub(prev) / time.Second)
			if gap == 0 || g < gap {
				gap = g
			}
			prev = n
		}
		return []any{s, "calendar", bits(v.Minute), bits(v.Hour), bits(v.Dom), bits(v.Month), bits(v.Dow), gap}
	}
	panic("x")
}
func image(s string) []any {
	x, err := reference.Parse(s)
	if err != nil {
		return []any{s, nil}
	}
	n, ok := x.(reference.Named)
	if !ok {
		return []any{s, nil}
	}
	if _, err := reference.ParseNormalizedNamed(s); err != nil {
		return []any{s, nil}
	}
	tag, dig := "", ""
	if t, ok := x.(reference.Tagged); ok {
		tag = t.Tag()
	}
	if d, ok := x.(reference.Digested); ok {
		dig = string(d.Digest())
	}
	return []any{s, n.Name(), tag, dig}
}
func main() {
	// quantities
	qs := []string{"", "0", "-0", "+0", "0Ki", "0m", "0e3", "1", "+1", "-1", "1.", ".5", "-.5", "0.5", "1.5", "1500m", "100m", "0.1", "1e3", "1E3", "1e-3", "1e+3", "1e9", "12e6", "1E", "1e", "1Ei", "1k", "1K", "1Mi", "1.5Mi", "0.5Mi", "0.0001Ki", "0.5Ki", "1023", "1024", "1025", "1024Ki", "1536Ki", "1Gi", "1.1Gi", "0.1Gi", "1n", "0.1n", "0.5n", "1.1n", "999999999999999999n", "-0.1n", "1u", "1000n", "1000u", "1000m", "1000k", "1000M", "1000G", "1000T", "1000P", "8Ei", "7Ei", "9Ei", "-9Ei", "9223372036854775807", "9223372036854775808", "9223372036854775807Ki", "12345678901234567890", "0.000000001", "0.0000000001", "1e-9", "1e-10", "1e18", "1e19", "1e21", "1e100", "512MB", "512mb", "512m", "512 Mi", " 1", "1 ", "1 Mi", "Mi", "m", "--1", "+-1", "1..2", "1.2.3", "1Mi2", "1MiMi", "1ki", "1kI", "1e3Mi", "1Mie3", "0x10", "1_000", "1,000", "NaN", "Inf", "1e1e1", "1m1", "1e3.5", "00012", "0001Mi", "1.500", "100.0100", "1.0Mi", "1.00000000000000000000001", "1.00000000000000000000001Gi", "-1.5", "-1Mi", "-1.5Ki", "-1023Ki", "1e0", "1000e0", "10e-3", "1.5e3", "0.001e3", "5e-4", "２", "1Ｍi", "50Zi", "1Yi", "1P", "1Pi", "1E6", "5E", "5Eix", "1.5E", "2048Ki", "3072Mi", "1048576", "1048576Ki"}
	var out []any
	for _, s := range qs {
		out = append(out, quantity(s))
	}
	for i := 0; i < 700; i++ {
		s := pick("", "", "", "-", "+")
		n := word("0123456789", 1+r.Intn(pickN(3, 6, 17)))
		if n[0] == '0' && r.Intn(2) == 0 {
			n = "1" + n
		}
		s += n
		if r.Intn(3) == 0 {
			s += "." + word("0123456789", r.Intn(7))
		}
		s += pick("", "", "n", "u", "m", "k", "M", "G", "T", "P", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "E6", "e-3", "e2", "E1", "e-7", "E+4")
		q := quantity(s)
		// Go drops the suffix above E (1000E prints as 1): not a behaviour to copy.
		if q[1] != nil {
			if b := resource.MustParse(s); b.Cmp(resource.MustParse("900E")) > 0 || b.Cmp(resource.MustParse("-900E")) < 0 {
				continue
			}
		}
		out = append(out, q)
	}
	for i := 0; i < 300; i++ {
		out = append(out, quantity(word("0125.+-eEinumkKMGTP ", 1+r.Intn(5))))
	}
	save("quantity", out)

	out = nil
	for _, s := range []string{"", "0", "0s", "+0", "1", "90", "1s", "90s", "1m30s", "1h", "1h0m0s", "1.5h", ".5s", "1.s", ".s", "s", "1ms", "1500ms", "1us", "1µs", "1μs", "1ns", "0.1ns", "1d", "1w", "1y", "1m-30s", "-1s", "+1s", "1 s", "1s ", " 1s", "1S", "1H", "1sec", "1min", "1h1h", "30s1m", "2562047h", "1e3s", "0x1s", "１s", "1m30", "0.000000001s", "1h30", "100000h", "99999h59m59s999ms", "5m0.5s", "1.000000001s"} {
		out = append(out, dur(s))
	}
	for i := 0; i < 200; i++ {
		s := ""
		for j := 0; j <= r.Intn(4); j++ {
			s += fmt.Sprint(r.Intn(1000))
			if r.Intn(4) == 0 {
				s += "." + word("0123456789", 1+r.Intn(3))
			}
			s += pick("h", "m", "s", "ms", "us")
		}
		out = append(out, dur(s))
	}
	for i := 0; i < 150; i++ {
		out = append(out, dur(word("019.hmsu+- ", 1+r.Intn(5))))
	}
	save("duration", out)

	out = nil
	cs := []string{"", "* * * * *", "0 3 * * *", "*/5 * * * *", "*/1 * * * *", "0-59/5 * * * *", "5/15 * * * *", "0 0 1 1 *", "0 0 31 2 *", "0 0 30 2 *", "0 0 29 2 *", "0 0 31 4,6,9,11 *", "0 0 31 2 1", "0 0 * * 7", "0 0 * * sun", "0 0 * * SUN", "0 0 * * Mon-Fri", "0 0 * jan-mar *", "0 0 1,15 * 1", "0 0 */2 * 1", "? ? ? ? ?", "60 * * * *", "61 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *", "* * * 13 *", "* * * * 8", "5-1 * * * *", "*/0 * * * *", "1-2-3 * * * *", "1/2/3 * * * *", "a * * * *", "* * * *", "* * * * * *", "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually", "@reboot", "@Hourly", "@every 1h30m", "@every 5m", "@every 1s", "@every 1.5s", "@every x", "@every", "@every ", "TZ=UTC 0 3 * * *", "CRON_TZ=UTC 0 3 * * *", "  0 3 * * *  ", "0\t3 * * *", "-1 * * * *", "1,2,3 * * * *", "1-5,10-20/3 * * * *", "0 0 * * mon,wed,fri", "0 0 * * 1-5/2", "0 0 * foo *", "0 0 1 jan mon", "*/61 * * * *", "59/2 * * * *", "0 0 L * *", "0 0 15W * *", "0 0 * * 5#3", "0 22 * * 1-5", "0,30 9-17 * * 1-5", "23 0-20/2 * * *", "07 08 09 * *", "0 0 29 2 1", "0 12 13 * 5"}
	for _, s := range cs {
		out = append(out, sched(s))
	}
	f := func(lo, hi int) string {
		a := lo + r.Intn(hi-lo+1)
		b := lo + r.Intn(hi-lo+1)
		switch r.Intn(7) {
		case 0, 1, 2:
			return "*"
		case 3:
			return fmt.Sprint(a)
		case 4:
			return fmt.Sprintf("%d-%d", a, b)
		case 5:
			return fmt.Sprintf("*/%d", r.Intn(9))
		default:
			return fmt.Sprintf("%d,%d-%d/2", a, min(a, b), max(a, b))
		}
	}
	for i := 0; i < 220; i++ {
		out = append(out, sched(f(0, 59)+" "+f(0, 23)+" "+f(1, 31)+" "+f(1, 12)+" "+f(0, 6)))
	}
	save("cron", out)

	out = nil
	h := strings.Repeat("0123456789abcdef", 4)
	for _, s := range []string{"", "shop", "acme/shop", "ghcr.io/acme/shop", "ghcr.io/acme/shop:1.4.2", "ghcr.io/acme/shop@sha256:" + h, "ghcr.io/acme/shop:1@sha256:" + h, "localhost/shop", "localhost:5000/shop:x", "registry:5000/shop", "shop:5000", "registry:5000", "[::1]:5000/shop", "[::1]/shop", "10.0.0.1:5000/a/b/c", "Acme/shop", "acme/Shop", "ACME.io/shop", "shop:", "shop:-a", "shop:_a", "shop:a/b", "shop@", "shop@sha256:abc", "shop@sha256:" + strings.ToUpper(h), "shop@md5:" + h[:32], "shop@sha512:" + h + h, "shop:" + strings.Repeat("a", 128), "shop:" + strings.Repeat("a", 129), strings.Repeat("a", 255), strings.Repeat("a", 256), "a/" + strings.Repeat("b", 253), "a.b/" + strings.Repeat("b", 255), "a.b/" + strings.Repeat("b", 256), h, h + ":x", "a/" + h, "https://ghcr.io/acme/shop", "ghcr.io//shop", "/shop", "shop/", "a_b", "a__b", "a___b", "a-b", "a--b", "a.b", "a..b", "a-", "-a", "a._b", "shop latest", "shop:latest", "ghcr.io:443/a", "ghcr.io:/a", "ghcr.io:x/a", "-a.b/c", "a-.b/c", "a.b-/c", "a.-b/c", "x@y@sha256:" + h, "a:b:c", "a.b:c:d", "sha256:" + h, "@sha256:" + h, "foo_bar.com/shop", "foo_bar.com:8080/shop", "{{ .Values.image }}", "$IMAGE", "a/b/c/d/e:v1", "Localhost/shop", "A/shop", "aB/shop"} {
		out = append(out, image(s))
	}
	for i := 0; i < 300; i++ {
		out = append(out, image(word("ab1A.-_/:@", 1+r.Intn(8))))
	}
	save("image", out)

	out = nil
	for _, p := range []string{"0%", "1%", "10%", "25%", "33%", "50%", "99%", "100%", "150%"} {
		for _, t := range []int{0, 1, 2, 3, 4, 5, 7, 10, 33, 100} {
			v := intstr.FromString(p)
			u, _ := intstr.GetScaledValueFromIntOrPercent(&v, t, true)
			d, _ := intstr.GetScaledValueFromIntOrPercent(&v, t, false)
			out = append(out, []any{p, t, u, d})
		}
	}
	save("percent", out)

	// names: [text, label1123, label1035, subdomain, wildcard, portName, labelKey, labelValue, envName, configMapKey, cIdentifier, cidr]
	out = nil
	ok := func(e []string) int {
		if len(e) == 0 {
			return 1
		}
		return 0
	}
	names := []string{"", "a", "A", "1", "-", ".", "..", "...", "..a", ".a", "a.", "a.b", "a-b", "a--b", "a_b", "a/b", "/b", "a/", "a/b/c", "example.com/name", "Example.com/name", "example.com/Name", "*.example.com", "*.*.example.com", "*", "*.a", "a.*.b", "f*.b.com", "http", "1http", "http-1", "8080", "a1", "1a", "FOO", "FOO_BAR", "foo-bar", "foo.bar", "1FOO", "FOO=BAR", "FOO BAR", "ключ", "a\n", "a\nb", "example.com", "EXAMPLE.com", "a b", "_a", "a_", "-a", "a-", "app.kubernetes.io/name", "kubernetes.io/a_b.c-d", "x.y/..", "x.y/_a", "x..y/a", strings.Repeat("a", 15), strings.Repeat("a", 16), strings.Repeat("a", 63), strings.Repeat("a", 64), strings.Repeat("a", 253), strings.Repeat("a", 254), strings.Repeat("a.", 126) + "a", strings.Repeat("a", 253) + "/b", strings.Repeat("a", 254) + "/b", "b/" + strings.Repeat("a", 63), "b/" + strings.Repeat("a", 64), "10.0.0.0/8", "10.0.0.1/8", "10.0.0.0/33", "10.0.0/8", "010.0.0.0/8", "10.0.0.0/08", "0.0.0.0/0", "::/0", "::1/128", "2001:db8::/32", "2001:db8::1/32", "2001:DB8::/32", "2001:db8:0:0:0:0:0:0/32", "::ffff:10.0.0.0/104", "fe80::/10", "fe80::1%eth0/64", "1::2::3/128", "1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7::/128", "1:2:3:4:5:6:7:8::/128", "12345::/16", "10.0.0.1", "::1", "10.0.0.256/32", "10.0.0.1/32", "10.0.0.0/-1", "10.0.0.0/", "/8", "1:0:0:2:0:0:0:3/128", "1:0:2:0:3:0:4:0/128", "0:0:1::/48", "2001:db8:0:1:1:1:1:1/128", "1:0:0:2:3:0:0:4/128"}
	row := func(s string) []any {
		c := field.NewPath("x")
		cidr := validation.IsValidCIDRForLegacyField(c, s, true, nil)
		canon := validation.IsValidCIDR(c, s)
		n := func(e field.ErrorList) int {
			if len(e) == 0 {
				return 1
			}
			return 0
		}
		return []any{s, ok(validation.IsDNS1123Label(s)), ok(validation.IsDNS1035Label(s)), ok(validation.IsDNS1123Subdomain(s)), ok(validation.IsWildcardDNS1123Subdomain(s)), ok(validation.IsValidPortName(s)), ok(validation.IsQualifiedName(s)), ok(validation.IsValidLabelValue(s)), ok(validation.IsEnvVarName(s)), ok(validation.IsConfigMapKey(s)), ok(validation.IsCIdentifier(s)), n(cidr), n(canon)}
	}
	for _, s := range names {
		out = append(out, row(s))
	}
	for i := 0; i < 250; i++ {
		out = append(out, row(word("aZ09.-_/*", 1+r.Intn(6))))
	}
	for i := 0; i < 80; i++ {
		out = append(out, row(word("0012a::", 3+r.Intn(9))+"/128"))
	}
	save("names", out)
}
func pickN(n ...int) int { return n[r.Intn(len(n))] }
