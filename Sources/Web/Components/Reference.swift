package import Rendering

extension UI {
    /// A page of an API's reference with the sheet and the script that only such pages need.
    package static func reference(_ page: ReferencePage) -> HTML {
        """
        <link rel="stylesheet" href="\(url: AssetStore.path("reference.css"))">\
        <script type="module" src="\(url: AssetStore.path("reference.js"))"></script>\(page.html)
        """
    }
}
