module keg.dev/control-plane/test-image

go 1.26.0
