package import Rendering

/// The icons: strokes on a 24 by 24 grid.
package enum Icon: String, Sendable, CaseIterable {
    case activity, alert, api, app, arrowLeft, arrowRight, bell, book, building, check, checkCircle, chevronDown
    case chevronRight, circle, clock, close, code, copy, download, edit, external, eye, eyeOff, file, gateway, globe
    case home, info, key, link, list, lock, mail, menu, monitor, moon, more, palette, person, people, plus, portal
    case refresh, search, settings, shield, signOut, sun, terminal, trash, upload, warning
}

extension UI {
    /// An icon, hidden from assistive technology: the words stand beside it.
    package static func icon(_ icon: Icon) -> HTML {
        HTML(
            trustedMarkup: "<svg class=\"icon icon-\(icon.rawValue)\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
                + "\(icon.drawing)</svg>")
    }
}

extension Icon {
    var drawing: String { arrows ?? signs ?? things ?? "" }

    private func path(_ data: String) -> String { "<path d=\"\(data)\"/>" }

    private func ring(_ radius: Int = 9) -> String { "<circle cx=\"12\" cy=\"12\" r=\"\(radius)\"/>" }

    private var arrows: String? {
        switch self {
        case .arrowLeft: path("M19 12H5m6-6-6 6 6 6")
        case .arrowRight: path("M5 12h14m-6-6 6 6-6 6")
        case .chevronDown: path("m6 9 6 6 6-6")
        case .chevronRight: path("m9 6 6 6-6 6")
        case .download: path("M12 4v11m-5-5 5 5 5-5M4 20h16")
        case .upload: path("M12 15V4M7 9l5-5 5 5M4 20h16")
        case .external: path("M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5")
        case .refresh: path("M20 11a8 8 0 0 0-14.9-3M4 4v4h4M4 13a8 8 0 0 0 14.9 3M20 20v-4h-4")
        case .signOut: path("M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4m4-4H9")
        default: nil
        }
    }

    private var signs: String? {
        switch self {
        case .activity: path("M3 12h4l3 8 4-16 3 8h4")
        case .alert: ring() + path("M12 7.5v5m0 3.5v.01")
        case .check: path("m5 12.5 4.5 4.5L19 7.5")
        case .checkCircle: ring() + path("m8 12.3 2.8 2.7L16 9.5")
        case .circle: ring()
        case .clock: ring() + path("M12 7v5l3.5 2")
        case .close: path("M6 6l12 12M18 6 6 18")
        case .info: ring() + path("M12 11v5.5m0-9v.01")
        case .menu: path("M4 7h16M4 12h16M4 17h16")
        case .more: path("M5 12h.01M12 12h.01M19 12h.01")
        case .plus: path("M12 5v14M5 12h14")
        case .search: "<circle cx=\"11\" cy=\"11\" r=\"6.5\"/>" + path("m20 20-4.4-4.4")
        case .warning: path("M12 4 2.8 19.5h18.4L12 4Zm0 6v4.5m0 2.5v.01")
        case .eye: path("M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z") + ring(3)
        case .eyeOff:
            path(
                "M4 4l16 16M9.5 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.8 3.5"
                    + "M6.5 7.2A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.2-1")
        case .list: path("M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01")
        default: nil
        }
    }

    private var things: String? {
        switch self {
        case .api:
            path(
                "M8 4.5H7a2 2 0 0 0-2 2V10l-2 2 2 2v3.5a2 2 0 0 0 2 2h1m8-15h1a2 2 0 0 1 2 2V10l2 2-2 2v3.5"
                    + "a2 2 0 0 1-2 2h-1M9 12h.01M12 12h.01M15 12h.01")
        case .app: path("M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z")
        case .bell: path("M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15L6 16Zm4 5h4")
        case .book:
            path(
                "M12 6.5C10 5 7.5 4.5 3.5 4.5v13.5"
                    + "c4 0 6.5.5 8.5 2 2-1.5 4.5-2 8.5-2V4.5c-4 0-6.5.5-8.5 2Zm0 0V20")
        case .building:
            path(
                "M5 20V5a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v15M15 10h3"
                    + "a1 1 0 0 1 1 1v9M3 20h18M8.5 8h3M8.5 12h3M8.5 16h3")
        case .code: path("m8.5 7-5 5 5 5m7-10 5 5-5 5")
        case .copy: path("M9 9h10a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V9Zm6-5H5a1 1 0 0 0-1 1v10")
        case .edit: path("M4 20h4L19.5 8.5a2.1 2.1 0 0 0-3-3L5 17l-1 3Zm11-13 3 3")
        case .file: path("M6 3.5h8l4.5 4.5v12a.5.5 0 0 1-.5.5H6a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5ZM14 3.5V8h4.5")
        case .gateway: path("M3 9.5h5v5H3zM16 4h5v5h-5zM16 15h5v5h-5zM8 12h4m0-5.5v11m0-11h4m-4 11h4")
        case .globe:
            ring()
                + path(
                    "M3 12h18M12 3c2.5 2.5 3.8 5.5 3.8 9S14.5 18.5 12 21"
                        + "c-2.5-2.5-3.8-5.5-3.8-9S9.5 5.5 12 3Z")
        case .home: path("M4 10.5 12 4l8 6.5V19a1 1 0 0 1-1 1h-4.5v-6h-5v6H5a1 1 0 0 1-1-1v-8.5Z")
        case .key: "<circle cx=\"8\" cy=\"15.5\" r=\"4.5\"/>" + path("m11.2 12.3 8.3-8.3m-3.5 3.5 3 3")
        case .link:
            path(
                "M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1"
                    + "a4 4 0 0 0 5.7 5.7l1.1-1.1")
        default: moreThings
        }
    }

    private var moreThings: String? {
        switch self {
        case .lock:
            path(
                "M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6"
                    + "a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1Zm2 0V8a4 4 0 0 1 8 0v3")
        case .mail:
            path(
                "M4 5.5h16a.5.5 0 0 1 .5.5v12a.5.5 0 0 1-.5.5H4"
                    + "a.5.5 0 0 1-.5-.5V6a.5.5 0 0 1 .5-.5Zm0 1.5 8 6 8-6")
        case .monitor:
            path(
                "M4 4.5h16a.5.5 0 0 1 .5.5v10.5a.5.5 0 0 1-.5.5H4"
                    + "a.5.5 0 0 1-.5-.5V5a.5.5 0 0 1 .5-.5ZM9 20h6m-3-4v4")
        case .moon: path("M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z")
        case .palette:
            path(
                "M12 3.5a8.5 8.5 0 1 0 0 17c1.5 0 2-1 1.6-2-.6-1.6.4-3 2.1-3h2.3a2.5 2.5 0 0 0 2.5-2.5"
                    + "c0-5.2-3.8-9.5-8.5-9.5ZM8 12h.01M9.5 8h.01M14.5 8h.01")
        case .person: "<circle cx=\"12\" cy=\"8\" r=\"4\"/>" + path("M4.5 20c.8-3.8 3.8-5.5 7.5-5.5s6.7 1.7 7.5 5.5")
        case .people:
            "<circle cx=\"9\" cy=\"8\" r=\"3.5\"/>"
                + path(
                    "M2.5 19.5c.6-3.4 3.2-5 6.5-5s5.9 1.6 6.5 5M15.5 4.8"
                        + "a3.5 3.5 0 0 1 0 6.4m2.5 3.8c2 .7 3.2 2.2 3.5 4.5")
        case .portal:
            path(
                "M4 4.5h16a.5.5 0 0 1 .5.5v14a.5.5 0 0 1-.5.5H4"
                    + "a.5.5 0 0 1-.5-.5V5a.5.5 0 0 1 .5-.5Zm-.5 5h17m-11 0v10")
        case .settings:
            path("M4 8h8m4 0h4M4 16h3m4 0h9")
                + "<circle cx=\"14\" cy=\"8\" r=\"2\"/><circle cx=\"9\" cy=\"16\" r=\"2\"/>"
        case .shield: path("M12 3.5 5 6v5.5c0 4.2 2.8 7.3 7 9 4.2-1.7 7-4.8 7-9V6l-7-2.5Zm-3 8.5 2.2 2.2L15.5 10")
        case .sun:
            ring(4)
                + path(
                    "M12 2.5v2m0 15v2M2.5 12h2m15 0h2M5.3 5.3l1.4 1.4m10.6 10.6 1.4 1.4M5.3 18.7l1.4-1.4"
                        + "M17.3 6.7l1.4-1.4")
        case .terminal: path("m5 8 4 4-4 4m7 1h7")
        case .trash: path("M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10 11v5m4-5v5")
        default: nil
        }
    }
}
