import Testing

@testable import Model

@Suite struct UploadLimitsTests {
    @Test func whatIsNotNamedKeepsItsLimit() throws {
        let standard = try #require(UploadLimits(""))
        #expect(standard == UploadLimits())
        #expect(UploadLimits.Kind.allCases.map(standard.words) == ["8 MB", "500 KB", "2 MB", "200 KB"])
        let changed = try #require(UploadLimits("description=12MB,icon=300KB"))
        #expect(changed[.description] == 12 << 20)
        #expect(UploadLimits.Kind.allCases.map(changed.words) == ["12 MB", "300 KB", "2 MB", "200 KB"])
    }

    @Test(
        arguments: [
            "description", "description=", "description=MB", "description=8", "description=8GB", "description=0MB",
            "description=-1MB", "description=33MB", "description=99999999999999999999MB", "picture=1MB", "logo = 1MB",
            "icon=1.5MB", "icon=1MB=2MB", "=1MB",
        ])
    func whatIsNoLimitIsRefused(text: String) {
        #expect(UploadLimits(text) == nil)
    }
}
