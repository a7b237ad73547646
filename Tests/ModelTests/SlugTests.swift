import Testing

@testable import Model

struct SlugTests {
    @Test(arguments: [
        ("API v2.0 (Beta)", "api-v20-beta"), ("HTTPServer", "http-server"), ("myOrdersAPI", "my-orders-api"),
        ("snake_case", "snake-case"), ("  a  &  b  ", "a-b"), ("Crème Brûlée", "creme-brulee"), ("日本", ""),
    ]) func namesBecomeAddresses(name: String, slug: String) {
        #expect(Slug.make(name) == slug)
    }

    @Test func thePassOverASCIIGivesWhatTheStepsGive() {
        let letters = Array("aZbXcY09 _-.&/~")
        for number in 0..<20_000 {
            var rest = number &* 2_654_435_761, name = ""
            while rest > 0 && name.count < 12 {
                name.append(letters[rest % letters.count])
                rest /= letters.count
            }
            #expect(Slug.plain(name) == Slug.stepwise(name), "\(name)")
        }
        #expect(Slug.plain("tab\t") == nil && Slug.plain("é") == nil)
    }
}
