/// A certificate for docs.example.com that nothing else uses, its key, and a key of another one.
enum TestCertificate {
    static let chain = """
        -----BEGIN CERTIFICATE-----
        MIIBqTCCAVCgAwIBAgIUNgLmJWPPN4iQNY8lpXf9WIa0NowwCgYIKoZIzj0EAwIw
        GzEZMBcGA1UEAwwQZG9jcy5leGFtcGxlLmNvbTAgFw0yNjExMjExNDQ2MDhaGA8y
        MTI2MTAyODE0NDYwOFowGzEZMBcGA1UEAwwQZG9jcy5leGFtcGxlLmNvbTBZMBMG
        ByqGSM49AgEGCCqGSM49AwEHA0IABL+wReZiOuPA60GKIX1pP5BqYX0CuBH60bal
        dEeNPgv2WO/8RzetaSMmyCmyjkhMt5bWLmM+EPevzOxj7PN2FSSjcDBuMB0GA1Ud
        DgQWBBS8zEIpncaEuZYbXilphVyEky6MjjAfBgNVHSMEGDAWgBS8zEIpncaEuZYb
        XilphVyEky6MjjAPBgNVHRMBAf8EBTADAQH/MBsGA1UdEQQUMBKCEGRvY3MuZXhh
        bXBsZS5jb20wCgYIKoZIzj0EAwIDRwAwRAIgdiNFH3lrPGIHnqLyvUZ8oPrR3001
        1HRcmzdKT2UZhBwCIFKMRAuLCBAnKxvyY0NyYjz8FyW9k5YyZA5ffxSRJhDw
        -----END CERTIFICATE-----
        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgeF1ScwwhaEyEVpX6
        mvqvDZcPP8gWFkYh3jAm3qHh7b+hRANCAAS/sEXmYjrjwOtBiiF9aT+QamF9ArgR
        +tG2pXRHjT4L9ljv/Ec3rWkjJsgpso5ITLeW1i5jPhD3r8zsY+zzdhUk
        -----END PRIVATE KEY-----
        """

    static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3pmrwe9unmapBnv3
        MRpq31jENY88aGYSP1lNASadIAOhRANCAAShM9hXULod/tfAA6qa9oIWcPOUgDJd
        3WGhPr8mhnE89sLwp3/jTT5nfl+knfdvcyaKqTKSlK3jSrI2AZRc7Rrv
        -----END PRIVATE KEY-----
        """
}
