import Model

/// What the default pages say, until somebody says it better.
enum DefaultTexts {
    struct Page: Sendable {
        var slug: String
        /// The segment of the page above; nil at the top.
        var parent: String?
        var content: String
    }

    struct Snippet: Sendable {
        var name: String
        var content: String
    }

    static let pages = [
        Page(slug: "/", content: home), Page(slug: "apis", content: apis),
        Page(slug: "getting-started", content: gettingStarted), Page(slug: "guides", content: guides),
        Page(slug: "authentication", parent: "guides", content: authentication),
        Page(slug: "errors", parent: "guides", content: errors),
    ]

    static let snippets = [Snippet(name: "get-help", content: help)]

    static func menu(_ visibility: Portal.Visibility) -> PortalMenu {
        let item = { (title: String, path: String) in
            PortalMenu.Item(path: path, title: title, visibility: visibility)
        }
        return PortalMenu(
            main: [item("APIs", "/apis"), item("Getting started", "/getting-started"), item("Guides", "/guides")],
            footerSections: [
                .init(title: "Build", items: [item("APIs", "/apis"), item("Getting started", "/getting-started")]),
                .init(
                    title: "Guides",
                    items: [item("Authentication", "/guides/authentication"), item("Errors", "/guides/errors")]),
            ])
    }

    private static let home = """
        ---
        title: Build with our APIs
        description: Find an API, read how it works, try it in the browser and get a key in minutes.
        ---
        ## Three steps to your first call

        1. **Find an API.** [The catalog](/apis) lists everything that you can build on.
        2. **Get access.** Create an application, register it for the API, and you get a key.
        3. **Call it.** [Getting started](/getting-started) shows a first request from beginning to end.

        ## Go deeper

        - [Authentication](/guides/authentication): keys, where they go, and how to change them safely
        - [Errors](/guides/errors): what an answer that is no success tells you
        """

    private static let apis = """
        ---
        title: APIs
        description: Everything you can build on.
        ---
        """

    private static let gettingStarted = """
        ---
        title: Getting started
        description: From signing up to the first answer.
        ---
        # Getting started

        ## 1. Create an application

        An application stands for what you build. Sign in, open **My applications** and create one: a name is enough.

        ## 2. Register it for an API

        Open an API in [the catalog](/apis) and choose **Use this API**. Some registrations are approved at once, others
        wait for somebody to look at them. You will get an e-mail.

        ## 3. Keep the key

        A key is shown once. Put it where your application keeps its secrets, never into a web page or a repository.

        ## 4. Send a request

        ```bash
        curl https://api.example.com/v1/orders --header "apikey: YOUR_KEY"
        ```

        The reference of each API shows its own address and the exact name of the header, with a request to copy for
        every operation. **Try it** there sends one from your browser.

        ## What next?

        Read how [authentication](/guides/authentication) works, and what to do about [errors](/guides/errors).
        """

    private static let guides = """
        ---
        title: Guides
        description: How things work here, for all APIs alike.
        ---
        # Guides

        What is true for every API stands here. What is special about one stands in its own documentation.

        - [Authentication](/guides/authentication)
        - [Errors](/guides/errors)
        """

    private static let authentication = """
        ---
        title: Authentication
        description: Keys, where they go, and how to change them safely.
        ---
        # Authentication

        Every request carries the key of an application. The reference of an API says which header it goes into.

        ## Change a key without an interruption

        1. Add a second key to the application.
        2. Give the new key to what you run, and see that it works.
        3. Delete the old key.

        ## When a key has leaked

        Delete it at once, then find out how it got out. It stops working within seconds.
        """

    private static let errors = """
        ---
        title: Errors
        description: What an answer that is no success tells you.
        ---
        # Errors

        | status | meaning | what to do |
        |---|---|---|
        | `400` | The request is malformed or breaks a rule. | Read the body: it names what is wrong. |
        | `401` | The key is missing, wrong or expired. | Check the header and the key. |
        | `403` | The key is good, but not for this API. | Register the application for it. |
        | `404` | There is nothing at this address. | Compare the path with the reference. |
        | `429` | Too many requests. | Wait as long as `Retry-After` says. |
        | `5xx` | The fault is not yours. | Try again, each time after a longer pause. |
        """

    private static let help = """
        ---
        title: Get help
        ---
        Questions? Write to the people behind this portal. Say which API you use and what you expected, and include the
        request id of an answer if you have one.
        """
}
