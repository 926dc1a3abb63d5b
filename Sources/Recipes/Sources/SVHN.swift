package import SpecSyntax
package import Tensors

/// SVHN, Street View House Numbers: 99,289 digits of 32×32 in colour, cut out of photographs (Netzer et al., 2011), in MATLAB's files
/// ("format 2"). Other sets in such files are taken too.
package struct SVHN: DataSource {
    package static let choice = ChoiceCase<any DataSource>(
        "svhn", help: "99,289 house numbers' digits of 32×32 in colour, from the cropped digits' `.mat` files"
    ) { _ in SVHN() }

    package let channels = 3
    package let shape: Shape? = [3, 32, 32]
    package let trainingCount: Int? = 73_257
    package let hasOneSet = false
    package let mostTrainingPictures: Int? = nil
    package let classCount: Int? = 10
    /// Over the pixels of the training pictures.
    package let normalization = Normalization(mean: [0.4377, 0.4438, 0.4728], deviation: [0.1980, 0.2010, 0.1970])

    package init() {}
}
